import { RegistryError } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import { provesAbsence } from '../../registry/absence.ts'
import { askBlobs } from '../../image/graph/blobs.ts'
import { type PlannedGroup, type UndoOutlook, listDeleted } from './deletionPlan.ts'
import { PUSH_LIMIT } from './groups.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { blobsOf, listChildManifests, listHidden } from '../../image/graph/held.ts'
import { type CountListener, askTag } from '../../registry/tags/tagReader.ts'
import { reachable, walkManifests } from '../../image/graph/walk.ts'

/**
 * Finds out for each group whether it could be restored: every manifest that it reaches has to exist, and every blob
 * has to deliver a byte. Each is requested once.
 *
 * @throws LoginRequiredError; an abort
 */
export async function withOutlook(
  groups: readonly PlannedGroup[],
  place: Place,
  store: ManifestStore,
  onCount: CountListener,
): Promise<readonly PlannedGroup[]> {
  const asked = new Set(groups.flatMap(({ digest, tags }) => (tags.length > 0 ? [digest] : [])))
  const read = async (digest: Digest): Promise<Found> => {
    // Manifests read earlier may be gone by now; for the selected ones, each tag has just been checked.
    const isOld = store.known.has(digest) && !store.isFresh(digest) && !asked.has(digest)
    if (isOld && (await isAbsent(place, digest))) return 'gone'
    return await store.read(digest, place.signal)
  }
  const roots = groups.flatMap(({ digest }) => digest ?? [])
  const childrenIn = (one: Found) => (isRead(one) ? listChildManifests(one) : [])
  const found = await walkManifests(roots, read, childrenIn)
  const closures = groups.map(({ digest }) =>
    reachable(digest ? [digest] : [], (holder) => childrenIn(found.get(holder))),
  )
  const blobsIn = (closure: ReadonlySet<Digest>) =>
    [...closure]
      .map((digest) => found.get(digest))
      .flatMap((one) => (isRead(one) ? blobsOf(one) : []))
  const sizes = new Map(closures.flatMap(blobsIn).map(({ digest, size }) => [digest, size]))
  const answers = await askBlobs(place, sizes, onCount)
  const own = groups.map((group, index): PlannedGroup => {
    const closure = closures[index]
    if (!group.digest || !closure) return group
    const problems = [...closure].map((one) => problemOf(found.get(one), one === group.digest))
    const because = problems.find((problem) => problem !== undefined)
    if (because) return { ...group, undo: { kind: 'no', because } }
    const blobs = blobsIn(closure).map(({ digest }) => answers.get(digest))
    if (blobs.some((state) => state === 'gone' || state === 'shown'))
      return { ...group, undo: { kind: 'no', because: 'missing-blob' } }
    return { ...group, undo: { kind: blobs.includes('unknown') ? 'unchecked' : 'yes' } }
  })
  return withSubjects(await withHidden(own, closures, found, place))
}

type Found = FetchedManifest | RegistryError | 'gone' | undefined

function isRead(found: Found): found is FetchedManifest {
  return typeof found === 'object' && !(found instanceof RegistryError)
}

async function isAbsent(place: Place, digest: Digest) {
  return (await askTag(place, digest)).kind === 'absent'
}

/**
 * An index may refer to manifests outside its list. A registry may require them when the index is pushed (Go reads
 * `Manifests` as `manifests`) or ignore them: if one is missing, nobody knows whether it accepts the index again.
 */
async function withHidden(
  groups: readonly PlannedGroup[],
  closures: readonly ReadonlySet<Digest>[],
  found: ReadonlyMap<Digest, Found>,
  place: Place,
): Promise<readonly PlannedGroup[]> {
  const hiddenIn = closures.map((closure) =>
    [...closure].flatMap((digest) => {
      const one = found.get(digest)
      return isRead(one) && one.manifest.kind === 'image-index' ? listHidden(one) : []
    }),
  )
  const lost = new Set(listDeleted(groups.filter(({ undo }) => undo.kind === 'no')))
  await mapPool([...new Set(hiddenIn.flat())], 6, async (digest) => {
    if (await isAbsent(place, digest)) lost.add(digest)
  })
  return groups.map((group, index) => {
    const isUnsure = group.undo.kind === 'yes' && hiddenIn[index]?.some((one) => lost.has(one))
    return isUnsure ? { ...group, undo: { kind: 'unchecked' } } : group
  })
}

/** Why a manifest can't be restored, judged by what was found. */
function problemOf(
  found: Found,
  isRoot: boolean,
): (UndoOutlook & { kind: 'no' })['because'] | undefined {
  if (!isRead(found)) {
    const isMissing = !isRoot && (found === 'gone' || provesAbsence(found))
    return isMissing ? 'missing-child' : 'unread'
  }
  if (found.manifest.kind === 'schema-1') return 'schema-1'
  return found.bytes.length > PUSH_LIMIT ? 'too-large' : undefined
}

/** An attachment can only be restored with its image, and with what that image belongs to. */
function withSubjects(groups: readonly PlannedGroup[]): readonly PlannedGroup[] {
  const byDigest = new Map(groups.map((group) => [group.digest, group]))
  const lossOf = (digest: Digest, below: readonly Digest[] = []): UndoOutlook | undefined => {
    const group = byDigest.get(digest)
    if (!group || below.includes(digest)) return undefined
    if (group.undo.kind === 'no') return group.undo
    return group.role.kind === 'selected' ? undefined : lossOfAll(group.role.of, [...below, digest])
  }
  const lossOfAll = (of: readonly Digest[], below: readonly Digest[] = []) => {
    const losses = of.map((digest) => lossOf(digest, below))
    return losses.every((loss) => loss !== undefined) ? losses[0] : undefined
  }
  return groups.map((group) => {
    if (group.role.kind !== 'attachment' || group.undo.kind === 'no') return group
    const undo = lossOfAll(group.role.of)
    return undo ? { ...group, undo } : group
  })
}
