import type { Descriptor, Manifest } from '../registry/manifest.ts'

/** Compressed bytes of the blobs, counting each once; without those whose size isn't recorded. */
export function distinctSize(descriptors: Iterable<Pick<Descriptor, 'digest' | 'size'>>): number {
  const sizes = new Map<string, number>()
  for (const { digest, size } of descriptors) sizes.set(digest, size || 0)
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}

/** Whether a descriptor doesn't say how large its content is. */
export function isUnsized({ size }: Pick<Descriptor, 'size'>): boolean {
  return Number.isNaN(size)
}

/** Whether the bytes are stored outside the registry (image-spec, "Non-Distributable Layers"; Docker: foreign). */
export function isStoredElsewhere({ mediaType, urls }: Descriptor): boolean {
  return urls.length > 0 || /nondistributable|rootfs\.foreign/.test(mediaType)
}

/** What an image or artifact consists of, without its config; `undefined` if it has no sizes of its own. */
export function partsOf(manifest: Manifest): readonly Descriptor[] | undefined {
  if (manifest.kind === 'image-manifest') return manifest.layers
  return manifest.kind === 'artifact-manifest' ? manifest.blobs : undefined
}
