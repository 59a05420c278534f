import { RegistryError } from '../../registry/errors.ts'
import { fetchManifest, putManifest } from '../../registry/manifests.ts'
import type { Reference, RepositoryName, Tag } from '../../registry/names.ts'
import { patientTransport } from '../../registry/transport/patience.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { attemptWrite } from '../../registry/transport/attempt.ts'
import { type Journal, type JournalEntry, tryJournal } from '../journal/journal.ts'
import { type KeptReason, reasonsToKeep } from '../plan/keptBecause.ts'
import { createManifestStore } from '../../image/graph/manifestStore.ts'
import {
  type LoginQuestion,
  persistentTransport,
} from '../../registry/transport/persistentTransport.ts'
import { randomHex } from '../../registry/random.ts'
import { sizeOf } from '../journal/planEntries.ts'
import type { Overwritten, RetagPlan, RetagReport } from './retagPlan.ts'
import { sweepTags } from '../run/sweep.ts'
import { type CountListener, askTag } from '../../registry/tags/tagReader.ts'

/**
 * Works out what happens if `tag` is moved to the image of `source`. Nothing changes.
 *
 * @param options `onCount`: how many tags have been checked, to find out what else points to the overwritten image
 * @throws NotFoundError if `source` is gone; what `fetchManifest` and listing throw; an abort
 */
export async function planRetag(
  transport: Transport,
  repository: RepositoryName,
  { source, tag }: { source: Reference; tag: Tag },
  { signal, onCount }: { signal?: AbortSignal; onCount?: CountListener } = {},
): Promise<RetagPlan> {
  const place = { transport: patientTransport(transport, 6), repository, signal }
  const image = await fetchManifest(place, source)
  const state = await askTag(place, tag)
  const plan = { repository, tag, image, overwritten: undefined, refusal: undefined }
  if (image.manifest.kind === 'schema-1') return { ...plan, refusal: { kind: 'schema-1' } }
  if (state.kind === 'unknown') {
    return { ...plan, refusal: { kind: 'tag-unread', message: state.message } }
  }
  if (state.kind === 'absent') return plan
  const { digest } = state
  if (digest === image.digest) return { ...plan, refusal: { kind: 'same' } }
  const store = createManifestStore(place)
  const before = await store.read(digest, signal)
  // The tag itself doesn't keep the image that it leaves.
  const others = { going: new Set([tag]), known: [], onCount }
  const sweep = await sweepTags(place, store, others)
  const overwritten = {
    digest,
    image: before instanceof RegistryError ? undefined : before,
    keptBy: nameKeeper(reasonsToKeep(digest, sweep)[0]),
  }
  return { ...plan, overwritten }
}

/**
 * Moves a tag to another image of its repository as planned. The tag is checked just before and after: if it isn't
 * where the plan says, nothing is overwritten.
 *
 * @param options `journal`: records where the tag was; without it there is no undo. `askLogin`: called once; no if
 *   omitted. `id`: shared by the journal entries of one action
 * @throws Error for a refused plan
 */
export async function carryOutRetag(
  transport: Transport,
  plan: RetagPlan,
  {
    journal,
    askLogin,
    id = randomHex(16),
  }: { journal: Journal | undefined; askLogin?: LoginQuestion; id?: string },
): Promise<RetagReport> {
  if (plan.refusal) throw new Error('This plan was refused')
  const carrier = persistentTransport(transport, askLogin)
  const entry = createEntry(plan, id)
  const failure = await tryJournal(async () => await journal?.write([entry]))
  if (failure) return { kind: 'no-journal', message: failure.message }
  const report = await put(carrier, plan)
  if (report.kind === 'not-settled') return report
  // If the outcome can't be recorded, the entry stays open: the next start asks the registry.
  await tryJournal(async () => {
    if (report.kind !== 'done' && report.kind !== 'moved-again') {
      return await journal?.remove([entry.id])
    }
    const tags = entry.tags.map((one) => ({ ...one, isGone: true }))
    return await journal?.write([{ ...entry, state: 'done', tags }])
  })
  return report.kind === 'done' ? { ...report, entry: journal && entry.id } : report
}

/** The journal entry of a tag before it is moved: where it was, and those bytes. */
function createEntry(
  { repository, tag, image, overwritten }: RetagPlan,
  run: string,
): JournalEntry {
  const past = overwritten?.image ? [overwritten.image] : []
  const { digest } = overwritten ?? {}
  return {
    id: randomHex(16),
    run,
    at: new Date().toISOString(),
    repository,
    cause: 'retag',
    state: 'open',
    tags: [{ tag, digest, copies: [], isGone: undefined, movedTo: image.digest }],
    manifests: past.map(({ digest: of, mediaType, bytes }) => ({
      digest: of,
      mediaType,
      bytes,
      role: 'image',
      isGone: false,
    })),
    size: sizeOf(past),
  }
}

async function put(
  transport: Transport,
  { repository, tag, image, overwritten }: RetagPlan,
): Promise<RetagReport> {
  const ask = () =>
    askTag({ transport, repository }, tag).catch((error: unknown) => {
      // A 401 tells nothing about the tag either.
      if (error instanceof RegistryError)
        return { kind: 'unknown', message: error.message } as const
      throw error
    })
  const before = await ask()
  if (before.kind === 'unknown') return { kind: 'failed', message: before.message }
  const was = before.kind === 'at' ? before.digest : undefined
  if (was !== overwritten?.digest) return { kind: 'moved', digest: was }
  const attempt = await attemptWrite(() =>
    putManifest({ transport, repository }, tag, image.mediaType, image.bytes),
  )
  const failure = 'error' in attempt ? attempt.error : undefined
  const after = await ask()
  if (after.kind === 'unknown') {
    return { kind: 'not-settled', message: (failure ?? after).message }
  }
  const at = after.kind === 'at' ? after.digest : undefined
  if (at === image.digest) return { kind: 'done', digest: at, entry: undefined }
  if (attempt.kind === 'done') return { kind: 'moved-again', digest: at }
  const message = failure?.message ?? 'The registry doesn’t have this repository'
  return { kind: attempt.kind === 'lost' ? 'not-settled' : 'failed', message }
}

function nameKeeper(reason: KeptReason | undefined): Overwritten['keptBy'] {
  switch (reason?.kind) {
    case undefined:
      return { kind: 'none', tags: [] }
    case 'shared':
      return { kind: 'tags', tags: reason.tags }
    case 'in-index':
      return { kind: 'index', tags: reason.tags }
    default:
      return { kind: 'unknown', tags: [] }
  }
}
