import type { QueryClient } from '@tanstack/react-query'
import { type Journal, type JournalEntry, JournalError } from '../../deletion/journal/journal.ts'
import { restoreEntries } from '../../deletion/restore/restore.ts'
import type {
  RestoreProgress,
  RestoreReport,
  RestoredEntry,
} from '../../deletion/restore/report.ts'
import { tellTagsChanged } from '../../queries/tags.ts'
import { openJournal } from '../../queries/storage/journal.ts'
import { isRunLive } from '../../queries/storage/runs.ts'
import { rowTransport } from '../../queries/session.ts'
import { createStore } from '../../queries/store.ts'
import type { Tag } from '../../registry/names.ts'
import { askBeforeLeaving } from '../../components/askBeforeLeaving.ts'
import { askLogin } from '../../components/askLogin.ts'
import { recover } from './recovery.ts'

/** How far bringing back an entry is. */
export type Restoration =
  | { readonly kind: 'working' }
  /** Its deletion still goes on, in this window or another: nothing was begun. */
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'ended'
      readonly restored: RestoredEntry
      readonly report: Pick<RestoreReport, 'stopped' | 'unrecorded'>
    }
  | { readonly kind: 'failed'; readonly error: unknown }

/** The entries that are being brought back, or were, since the page was loaded: by their id. */
export const restorations = createStore<ReadonlyMap<string, Restoration>>(new Map())

/**
 * Many entries that are being brought back together: those that went on last, should there be two such works.
 * Of a single entry its row says how far it is.
 */
export const largeRestore = createStore<
  | {
      readonly count: number
      readonly progress: RestoreProgress | undefined
      /** Aborted: nothing more is begun; what has begun is finished. */
      readonly stopping: AbortController
    }
  | undefined
>(undefined)

/**
 * Brings entries back, also when the page that asked is left meanwhile; `restorations` says how far it is.
 * Tags that point elsewhere by now are left there, but for `overwritten`.
 *
 * @returns what came back, or what made all of it fail
 */
export async function restore(
  client: QueryClient,
  entries: readonly JournalEntry[],
  overwritten?: Tag,
): Promise<{ readonly report: RestoreReport } | { readonly error: unknown }> {
  mark(entries, () => ({ kind: 'working' }))
  const endAsking = askBeforeLeaving()
  const stopping = new AbortController()
  const count = entries.length
  const onProgress = (progress?: RestoreProgress) => {
    if (count > 1) largeRestore.write({ count, progress, stopping })
  }
  onProgress()
  try {
    const journal = await openJournal()
    if (!journal) throw new JournalError('The browser’s storage no longer works')
    const settled = await settleFirst(client, journal, entries)
    const report = await restoreEntries(rowTransport, settled, {
      journal,
      askLogin,
      signal: stopping.signal,
      onProgress,
      overwrite: (_, tag) => tag === overwritten,
    })
    const byId = new Map(report.entries.map((entry) => [entry.id, entry]))
    mark(settled, ({ id }) => {
      const restored = byId.get(id)
      return restored && { kind: 'ended', restored, report }
    })
    return { report }
  } catch (error) {
    mark(entries, () => ({ kind: 'failed', error }))
    return { error }
  } finally {
    if (largeRestore.read()?.stopping === stopping) largeRestore.write(undefined)
    endAsking()
    tellTagsChanged(client, entries)
  }
}

/**
 * What a deletion that broke off took is not known before it was looked after; then it may have taken
 * nothing, and its entry is gone. One that goes on is left alone.
 */
async function settleFirst(
  client: QueryClient,
  journal: Journal,
  entries: readonly JournalEntry[],
): Promise<readonly JournalEntry[]> {
  if (entries.every(({ state }) => state !== 'open')) return entries
  await recover(client, { mayAskLogin: true })
  const present = new Map((await journal.read()).map((entry) => [entry.id, entry]))
  const settled: JournalEntry[] = []
  for (const before of entries) {
    const entry = present.get(before.id)
    const goesOn = entry?.state === 'open' && (await isRunLive(entry.run))
    if (entry && !goesOn) settled.push(entry)
    else mark([before], () => (goesOn ? { kind: 'busy' } : undefined))
  }
  return settled
}

function mark(
  entries: readonly JournalEntry[],
  make: (entry: JournalEntry) => Restoration | undefined,
): void {
  const marked = new Map(restorations.read())
  for (const entry of entries) {
    const restoration = make(entry)
    if (restoration) marked.set(entry.id, restoration)
    else marked.delete(entry.id)
  }
  restorations.write(marked)
}
