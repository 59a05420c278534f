import type { Content } from './content.ts'

/** Blobs and manifests that nothing needs any more if only these manifests are left. */
export function collectable(content: Content, manifests: ReadonlySet<string>): Set<string> {
  const needed = new Set<string>(content.shared)
  for (const digest of manifests) {
    needed.add(digest)
    const node = content.nodes.get(digest)
    for (const one of [...(node?.blobs ?? []), ...(node?.children ?? [])]) needed.add(one)
  }
  return new Set(
    [...content.nodes.keys(), ...content.blobs.keys()].filter((one) => !needed.has(one)),
  )
}

/** The total size of stored blobs and manifests. */
export function weigh(content: Content, digests: Iterable<string>): number {
  let sum = 0
  for (const digest of digests) {
    sum += (content.blobs.get(digest) ?? content.nodes.get(digest)?.bytes)?.length ?? 0
  }
  return sum
}
