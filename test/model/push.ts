import { type Place, pushBlob, pushManifest } from '../../stack/content.mjs'
import { SHARED_LAYER } from './builder.ts'
import type { Content, Node } from './content.ts'

/**
 * Pushes everything bottom-up: blobs, then manifests with their tags. A child's tags are never pushed together with
 * its index: distribution 2.8 empties a link for a moment while rewriting it.
 */
export async function pushContent(origin: string, content: Content): Promise<void> {
  const place = { origin, repository: content.repository }
  // distribution 3.1 aborts a garbage collection at a repository that never had a blob.
  const blobs = content.blobs.size > 0 ? [...content.blobs.values()] : [SHARED_LAYER]
  await inParallel(blobs, (bytes) => pushBlob(place, bytes))
  const tagsOn = new Map<string, string[]>()
  for (const [tag, digest] of content.tags) tagsOn.set(digest, [...(tagsOn.get(digest) ?? []), tag])
  const pushed = new Set<string>()
  let rest = [...content.nodes.values()]
  while (rest.length > 0) {
    const ready = rest.filter(({ children }) => children.every((child) => pushed.has(child)))
    await inParallel(ready, async (node) => {
      for (const reference of tagsOn.get(node.digest) ?? [node.digest]) {
        await putNode(place, node, reference)
      }
    })
    for (const { digest } of ready) pushed.add(digest)
    rest = rest.filter(({ digest }) => !pushed.has(digest))
  }
}

/** Pushes a manifest under its digest or a tag. */
export async function putNode(place: Place, { bytes, mediaType }: Node, reference: string) {
  await pushManifest({ ...place, tag: reference, manifest: bytes, mediaType })
}

/** Six at a time, as clients do. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
  width = 6,
): Promise<void> {
  const rest = items.values()
  const lane = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
