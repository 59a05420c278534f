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
import { rowTransport } from '../../queries/session/session.ts'
import { createStore } from '../../queries/session/store.ts'
import type { Tag } from '../../registry/names.ts'
import { askBeforeLeaving } from '../../components/askBeforeLeaving.ts'
import { askLogin } from '../../components/askLogin.ts'
import { recover } from './recovery.ts'

/** The state of restoring an entry. */
export type Restoration =
  | { readonly kind: 'working' }
  /** Its deletion is still running, in this window or another, so nothing was started. */
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'ended'
      readonly restored: RestoredEntry
      readonly report: Pick<RestoreReport, 'stopped' | 'unrecorded'>
    }
  | { readonly kind: 'failed'; readonly error: unknown }

/** The entries that are being or have been restored since the page was loaded, by id. */
export const restorations = createStore<ReadonlyMap<string, Restoration>>(new Map())

/**
 * Progress of restoring many entries at once; if that happens twice at a time, of the one that moved last. A single
 * entry shows its progress in its row.
 */
export const largeRestore = createStore<
  | {
      readonly count: number
      readonly progress: RestoreProgress | undefined
      /** Aborted: nothing more is started, but what has started is finished. */
      readonly stopping: AbortController
    }
  | undefined
>(undefined)

/**
 * Restores entries, even if the page is left meanwhile; `restorations` has the progress. Tags that point elsewhere by
 * now are left there, except those in `overwritten`.
 *
 * @returns what was restored, or why all of it failed
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
 * What an interrupted deletion deleted is unknown until it is recovered; then it may turn out to have deleted nothing,
 * and its entry is gone. A running one is left alone.
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
