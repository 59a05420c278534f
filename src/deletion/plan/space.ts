import { provesAbsence } from '../../registry/absence.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { CountListener, TagState } from '../../registry/tags/tagReader.ts'
import { blobsOf, listHidden, listLinked } from '../../image/graph/held.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { tagsByDigest } from '../../image/graph/reach.ts'
import { distinctSize } from '../../image/layers.ts'
import { reachable, walkManifests } from '../../image/graph/walk.ts'
import { type DeletionPlan, listDeleted } from './deletionPlan.ts'

/**
 * Reads every manifest that the repository's tags reach, for `countFreed`.
 *
 * @returns whether everything that exists could be read
 * @throws LoginRequiredError; an abort
 */
export async function readEverything(
  store: ManifestStore,
  states: ReadonlyMap<Tag, TagState>,
  { signal, onCount }: { signal: AbortSignal | undefined; onCount: CountListener },
): Promise<boolean> {
  const found = await walkManifests(
    tagsByDigest(states, () => true).map(({ digest }) => digest),
    (digest) => store.read(digest, signal),
    (one) => (one instanceof RegistryError ? [] : listLinked(one)),
    onCount,
  )
  const areTold = [...states.values()].every(({ kind }) => kind !== 'unknown')
  return (
    areTold &&
    [...found.values()].every((one) => !(one instanceof RegistryError) || provesAbsence(one))
  )
}

/** What garbage collection can free after a deletion, as far as this repository's own tags show. */
export type FreedSpace = {
  /** Compressed bytes of blobs and manifests that nothing else needs, each counted once. */
  readonly bytes: number
  /** The number of blobs and manifests. */
  readonly blobs: number
  /** Compressed bytes of what is deleted that something kept needs as well. */
  readonly shared: number
}

/** `undefined` until every manifest of the repository has been read. */
export function countFreed(plan: DeletionPlan): FreedSpace | undefined {
  if (!plan.isMeasured) return undefined
  const going = new Set(listDeleted(plan.groups))
  const { known } = plan.store
  const tagged = [...plan.states.values()].flatMap((state) =>
    state.kind === 'at' && !going.has(state.digest) ? [state.digest] : [],
  )
  const keptParts = plan.groups.flatMap((group) => group.keptParts.map(({ digest }) => digest))
  const heldBy = (digest: Digest) => {
    const manifest = known.get(digest)
    return manifest ? listLinked(manifest) : []
  }
  const kept = reachable([...tagged, ...keptParts], heldBy)
  // What a deleted index refers to outside its list isn't deleted with it, so the registry keeps what that contains.
  const hidden = [...going].flatMap((digest) => {
    const manifest = known.get(digest)
    return manifest?.manifest.kind === 'image-index' ? listHidden(manifest) : []
  })
  const stays = (digest: Digest) => !going.has(digest)
  const left = reachable(hidden.filter(stays), (digest) => (stays(digest) ? heldBy(digest) : []))
  const keptBlobs = new Set<string>([...kept, ...left])
  for (const digest of [...kept, ...[...left].filter(stays)])
    for (const blob of blobsOf(known.get(digest))) keptBlobs.add(blob.digest)
  const contents = [...going].flatMap((digest) => {
    const manifest = known.get(digest)
    return manifest ? [{ digest, size: manifest.bytes.length }, ...blobsOf(manifest)] : []
  })
  const freed = contents.filter(({ digest }) => !keptBlobs.has(digest))
  const bytes = distinctSize(freed)
  const blobs = new Set(freed.map(({ digest }) => digest)).size
  return { bytes, blobs, shared: distinctSize(contents) - bytes }
}
