import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest } from '../registry/names.ts'
import type { DeletionPlan } from './deletionPlan.ts'
import { isManifest, listChildren } from './held.ts'

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
  const kept = new Set<Digest>()
  for (const state of plan.states.values()) {
    if (state.kind !== 'at' || going.has(state.digest)) continue
    addReached(state.digest, known, kept)
  }
  for (const { staying } of plan.groups) {
    for (const { digest } of staying) addReached(digest, known, kept)
  }
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

/** The blobs of a manifest that are in the registry: not those that are stored elsewhere (`urls`). */
export function blobsOf(
  fetched: Pick<FetchedManifest, 'manifest'> | undefined,
): readonly { readonly digest: Digest; readonly size: number }[] {
  const manifest = fetched?.manifest
  switch (manifest?.kind) {
    case 'image-manifest':
      return [manifest.config, ...manifest.layers].filter(({ urls }) => urls.length === 0)
    case 'artifact-manifest':
      return manifest.blobs
    case 'image-index':
      return manifest.manifests.filter((one) => !isManifest(one))
    case 'schema-1':
    case 'unknown':
    case undefined:
      return []
  }
}

function addReached(
  from: Digest,
  known: ReadonlyMap<Digest, FetchedManifest>,
  reached: Set<Digest>,
): void {
  const open = [from]
  for (let digest = open.pop(); digest; digest = open.pop()) {
    if (reached.has(digest)) continue
    reached.add(digest)
    const manifest = known.get(digest)
    if (manifest) open.push(...listChildren(manifest).map((child) => child.digest))
  }
}
