import { visibleText } from '../format/visibleText.ts'
import type { Descriptor } from '../registry/manifest.ts'
import type { HistoryEntry } from './imageConfig.ts'

/** A layer with its place in the image. */
export type Layer = {
  /** From 1, base first. */
  readonly number: number
  readonly descriptor: Descriptor
  /** Its part of the image's compressed bytes, 0 to 1; 0 for a layer that stands there a second time. */
  readonly share: number
  /** The number of the first layer with the same digest. */
  readonly repeats?: number
  /** Its bytes are not in the registry: a foreign layer, as Windows base images have. */
  readonly storedElsewhere: boolean
}

/** A history entry with its layer, none where the entry made no layer. */
export type LayerRow = { readonly entry: HistoryEntry; readonly layer?: Layer }

/** History and layers in pairs, or, where they do not fit, side by side: they are never guessed. */
export type LayerMatch =
  | { readonly matched: true; readonly rows: readonly LayerRow[] }
  | {
      readonly matched: false
      readonly history: readonly HistoryEntry[]
      readonly layers: readonly Layer[]
    }

/** Layers numbered, with their share of the whole. */
export function numberLayers(descriptors: readonly Descriptor[]): readonly Layer[] {
  const total = distinctSize(descriptors)
  const first = new Map<string, number>()
  return descriptors.map((descriptor, index) => {
    const repeats = first.get(descriptor.digest)
    if (repeats === undefined) first.set(descriptor.digest, index + 1)
    return {
      number: index + 1,
      descriptor,
      share: repeats !== undefined || total === 0 ? 0 : descriptor.size / total,
      ...(repeats === undefined ? {} : { repeats }),
      storedElsewhere: isStoredElsewhere(descriptor),
    }
  })
}

/**
 * Pairs history entries with layers by `empty_layer`. Both must have the same count, else (Jib, ko and
 * buildpacks write what they like) they stay apart.
 */
export function matchHistory(
  history: readonly HistoryEntry[],
  descriptors: readonly Descriptor[],
): LayerMatch {
  const layers = numberLayers(descriptors)
  const withLayer = history.filter((entry) => !entry.emptyLayer)
  if (history.length === 0 || withLayer.length !== layers.length) {
    return { matched: false, history, layers }
  }
  let next = 0
  const rows = history.map((entry): LayerRow => {
    const layer = entry.emptyLayer ? undefined : layers[next++]
    return layer ? { entry, layer } : { entry }
  })
  return { matched: true, rows }
}

/** Compressed bytes of the blobs, each once. */
export function distinctSize(descriptors: Iterable<Descriptor>): number {
  const sizes = new Map<string, number>()
  for (const { digest, size } of descriptors) sizes.set(digest, size)
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}

/** Whether the bytes are outside the registry (image-spec, "Non-Distributable Layers"; Docker: foreign). */
export function isStoredElsewhere({ mediaType, urls }: Descriptor): boolean {
  return urls.length > 0 || /nondistributable|rootfs\.foreign/.test(mediaType)
}

/** How a layer is packed, as words: `tar+gzip`, `tar+zstd`, `tar`; else its media type. */
export function formatLayerType(mediaType: string): string {
  const found = /\.(?:tar|diff\.tar)(?:[.+](gzip|zstd))?$/.exec(mediaType)
  if (!found) return visibleText(mediaType, 100) || 'not named'
  return found[1] ? `tar+${found[1]}` : 'tar'
}
