import type { QueryClient } from '@tanstack/react-query'
import { type JournalEntry, JournalError } from '../../deletion/journal/journal.ts'
import { restoreEntries } from '../../deletion/restore/restore.ts'
import type {
  RestoreProgress,
  RestoreReport,
  RestoredEntry,
} from '../../deletion/restore/report.ts'
import { openJournal } from '../../queries/journal.ts'
import { catalogQuery } from '../../queries/repositories.ts'
import { isRunLive } from '../../queries/runs.ts'
import { rowTransport } from '../../queries/session.ts'
import { createStore } from '../../queries/store.ts'
import { repositoryKey } from '../../queries/tags.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
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
      readonly entry: RestoredEntry
      readonly report: Pick<RestoreReport, 'stopped' | 'unrecorded'>
    }
  | { readonly kind: 'failed'; readonly error: unknown }

/** The entries that are being brought back, or were, since the page was loaded: by their id. */
export const restorations = createStore<ReadonlyMap<string, Restoration>>(new Map())

/** Entries that are being brought back together. */
export type RestoreRun = {
  readonly count: number
  readonly progress: RestoreProgress | undefined
  readonly isStopped: boolean
  /** Nothing more is begun; what has begun is finished. */
  readonly stop: () => void
}

/** Those at work, by the ids of their entries. */
export const restoreRuns = createStore<ReadonlyMap<string, RestoreRun>>(new Map())

/** One of many entries; a single one says in its row how far it is. */
export function findLargeRestore(): RestoreRun | undefined {
  return [...restoreRuns.read().values()].find(({ count }) => count > 1)
}

/** A tag that may be taken from where it points by now. */
export type Overwritten = { readonly repository: RepositoryName; readonly tag: Tag }

/**
 * Brings entries back, also when the page that asked is left meanwhile; `restorations` says how far it is.
 * Tags that point elsewhere by now are left there, but for those in `overwritten`.
 *
 * @returns what came back, or what made all of it fail
 */
export async function restore(
  client: QueryClient,
  entries: readonly JournalEntry[],
  overwritten: readonly Overwritten[] = [],
): Promise<{ readonly report: RestoreReport } | { readonly error: unknown }> {
  mark(entries, () => ({ kind: 'working' }))
  const endAsking = askBeforeLeaving()
  const run = followRun(entries)
  try {
    const journal = await openJournal()
    if (!journal) throw new JournalError('The browser’s storage does not work any more')
    const { settled, busy } = await settleFirst(client, entries)
    mark(busy, () => ({ kind: 'busy' }))
    const report = await restoreEntries(rowTransport, settled, {
      journal,
      askLogin,
      signal: run.signal,
      onProgress: run.report,
      overwrite: (repository, tag) =>
        overwritten.some((one) => one.repository === repository && one.tag === tag),
    })
    const byId = new Map(report.entries.map((entry) => [entry.id, entry]))
    mark(settled, ({ id }) => {
      const entry = byId.get(id)
      return entry && { kind: 'ended', entry, report }
    })
    return { report }
  } catch (error) {
    mark(entries, () => ({ kind: 'failed', error }))
    return { error }
  } finally {
    run.end()
    endAsking()
    void client.invalidateQueries({ queryKey: catalogQuery().queryKey })
    for (const repository of new Set(entries.map((entry) => entry.repository))) {
      void client.invalidateQueries({ queryKey: repositoryKey(repository) })
    }
  }
}

/**
 * What a deletion that broke off took is not known before it was looked after; then it may have taken
 * nothing, and its entry is gone. One that goes on is left alone.
 */
async function settleFirst(
  client: QueryClient,
  entries: readonly JournalEntry[],
): Promise<{ readonly settled: readonly JournalEntry[]; readonly busy: readonly JournalEntry[] }> {
  if (entries.every(({ state }) => state !== 'open')) return { settled: entries, busy: [] }
  await recover(client, { mayAskLogin: true })
  const journal = await openJournal()
  const present = new Map((await journal?.read())?.map((entry) => [entry.id, entry]))
  mark(
    entries.filter(({ id }) => !present.has(id)),
    () => undefined,
  )
  const settled: JournalEntry[] = []
  const busy: JournalEntry[] = []
  for (const { id } of entries) {
    const entry = present.get(id)
    if (!entry) continue
    const goesOn = entry.state === 'open' && (await isRunLive(entry.run))
    ;(goesOn ? busy : settled).push(entry)
  }
  return { settled, busy }
}

/** Keeps in `restoreRuns` how far bringing back these entries is, until its `end`. */
function followRun(entries: readonly JournalEntry[]) {
  const id = entries.map((entry) => entry.id).join(' ')
  const stopping = new AbortController()
  const change = (changed: Partial<RestoreRun>) => {
    const before = restoreRuns.read()
    const run = before.get(id)
    if (run) restoreRuns.write(new Map(before).set(id, { ...run, ...changed }))
  }
  const stop = () => {
    stopping.abort()
    change({ isStopped: true })
  }
  const begun = { count: entries.length, progress: undefined, isStopped: false, stop }
  restoreRuns.write(new Map(restoreRuns.read()).set(id, begun))
  return {
    signal: stopping.signal,
    report: (progress: RestoreProgress) => change({ progress }),
    end() {
      const left = new Map(restoreRuns.read())
      left.delete(id)
      restoreRuns.write(left)
    },
  }
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
