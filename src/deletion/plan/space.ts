import type { DeletionPlan } from './deletionPlan.ts'
import { blobsOf, listChildren } from '../../image/graph/held.ts'
import { reachable } from '../../image/graph/walk.ts'

/** What garbage collection can free after a deletion, as far as the repository's own tags can see. */
export type FreedSpace = {
  /** Compressed bytes of blobs and manifests that only what goes needs, each once. */
  readonly bytes: number
  /** Blobs, manifests among them. */
  readonly blobs: number
}

/** `undefined` while not every manifest of the repository is read. */
export function countFreed(plan: DeletionPlan): FreedSpace | undefined {
  if (!plan.isMeasured) return undefined
  const going = new Set(
    plan.groups.flatMap(({ method, digest }) =>
      method.kind === 'digest' && digest ? [digest] : [],
    ),
  )
  const { known } = plan.store
  const tagged = [...plan.states.values()].flatMap((state) =>
    state.kind === 'at' && !going.has(state.digest) ? [state.digest] : [],
  )
  const keptParts = plan.groups.flatMap((group) => group.keptParts.map(({ digest }) => digest))
  const kept = reachable([...tagged, ...keptParts], (digest) => {
    const manifest = known.get(digest)
    return manifest ? listChildren(manifest).map((child) => child.digest) : []
  })
  const keptBlobs = new Set<string>(kept)
  for (const digest of kept)
    for (const blob of blobsOf(known.get(digest))) keptBlobs.add(blob.digest)
  const freed = new Map<string, number>()
  for (const digest of going) {
    const manifest = known.get(digest)
    if (manifest && !keptBlobs.has(digest)) freed.set(digest, manifest.bytes.length)
    for (const blob of blobsOf(manifest)) {
      if (!keptBlobs.has(blob.digest)) freed.set(blob.digest, blob.size)
    }
  }
  let bytes = 0
  for (const size of freed.values()) bytes += size
  return { bytes, blobs: freed.size }
}
