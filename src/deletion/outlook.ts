import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import type { Digest, RepositoryName } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import type { Transport } from '../registry/transport.ts'
import { provesAbsence } from './absence.ts'
import { askBlob } from './blobs.ts'
import type { PlannedGroup, UndoOutlook } from './deletionPlan.ts'
import { MANIFEST_LIMIT } from './groups.ts'
import type { ManifestStore } from './manifestStore.ts'
import { isManifest, listChildren } from './held.ts'
import { blobsOf } from './space.ts'
import { type CountListener, askTag } from './tagState.ts'

type Closure = {
  /** Why it cannot be brought back, as far as the manifests tell. */
  readonly problem: UndoOutlook | undefined
  readonly blobs: ReadonlyMap<Digest, number>
}

type Where = {
  readonly transport: Transport
  readonly repository: RepositoryName
  readonly store: ManifestStore
  readonly signal: AbortSignal | undefined
}

/**
 * Finds out of every group whether it can be brought back afterwards: each manifest that it reaches has to be
 * there, and each blob has to deliver a byte. Each is asked once, six at a time.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function withOutlook(
  groups: readonly PlannedGroup[],
  where: Where,
  onCount: CountListener,
): Promise<readonly PlannedGroup[]> {
  const { transport, repository, signal } = where
  const closures = await mapPool(groups, 6, async ({ digest }) =>
    digest ? await readClosure(digest, where) : undefined,
  )
  const sizes = new Map(closures.flatMap((closure) => [...(closure?.blobs ?? [])]))
  const answers = new Map<Digest, Awaited<ReturnType<typeof askBlob>>>()
  let done = 0
  onCount(done, sizes.size)
  await mapPool([...sizes], 6, async ([digest, size]) => {
    answers.set(digest, await askBlob(transport, repository, digest, { size, signal }))
    done += 1
    onCount(done, sizes.size)
  })
  const own = groups.map((group, index) => {
    const closure = closures[index]
    if (!closure) return group
    const found = new Set([...closure.blobs.keys()].map((blob) => answers.get(blob)))
    const undo: UndoOutlook =
      closure.problem ??
      (found.has('gone')
        ? { kind: 'no', because: 'missing-blob' }
        : { kind: found.has('unknown') ? 'unchecked' : 'yes' })
    return { ...group, undo }
  })
  return withSubjects(own)
}

/** What is attached to an image comes back only with it, and with what that image belongs to. */
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

async function readClosure(root: Digest, where: Where): Promise<Closure> {
  const { transport, repository, store, signal } = where
  const blobs = new Map<Digest, number>()
  const seen = new Set<Digest>()
  const open = [root]
  let problem: UndoOutlook | undefined
  for (let digest = open.pop(); digest && !problem; digest = open.pop()) {
    if (seen.has(digest)) continue
    seen.add(digest)
    try {
      // What is known from before may be gone by now; of the selected ones each tag was asked.
      const isOld = store.known.has(digest) && !store.isFresh(digest) && digest !== root
      if (isOld && (await askTag(transport, repository, digest, signal)).kind === 'absent') {
        problem = { kind: 'no', because: 'missing-child' }
        break
      }
      const fetched = await store.fetch(digest, signal)
      if (fetched.manifest.kind === 'schema-1') problem = { kind: 'no', because: 'schema-1' }
      else if (fetched.bytes.length > MANIFEST_LIMIT) problem = { kind: 'no', because: 'too-large' }
      for (const { digest: blob, size } of blobsOf(fetched)) blobs.set(blob, size)
      open.push(
        ...listChildren(fetched)
          .filter(isManifest)
          .map((child) => child.digest),
      )
    } catch (error) {
      if (!(error instanceof RegistryError) || signal?.aborted) throw error
      if (error instanceof LoginRequiredError) throw error
      const isMissing = provesAbsence(error) && digest !== root
      problem = { kind: 'no', because: isMissing ? 'missing-child' : 'unread' }
    }
  }
  return { problem, blobs }
}
