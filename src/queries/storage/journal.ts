import { type QueryClient, queryOptions } from '@tanstack/react-query'
import {
  type Journal,
  type JournalEntry,
  JournalError,
  isTouched,
} from '../../deletion/journal/journal.ts'
import { forgetContent } from './contentStore.ts'
import { JOURNAL_NAME } from './journalName.ts'
import { OPEN_TIMEOUT, type Storage, openStorage } from './database.ts'

const storage = openStorage(
  JOURNAL_NAME,
  [
    (database) => {
      const entries = database.createObjectStore('entries', { keyPath: 'id' })
      entries.createIndex('at', 'at')
      entries.createIndex('state', 'state')
      database.createObjectStore('claims')
    },
  ],
  JournalError,
)

/**
 * A transaction in the journal's database: `entries` are the deletions, `claims` are for what only one page may do
 * at a time. If the storage is full, cached content makes room.
 *
 * @throws JournalError
 */
export const transact: Storage['transact'] = async (...work) => {
  try {
    return await storage.transact(...work)
  } catch (error) {
    const { cause } = error as JournalError
    if (!(cause instanceof Error) || cause.name !== 'QuotaExceededError') throw error
    await forgetContent()
    return await storage.transact(...work)
  }
}

/** Tells every page of this browser, including this one, that the journal changed. */
function announceChange(): void {
  const channel = new BroadcastChannel(JOURNAL_NAME)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  channel.postMessage('changed')
  channel.close()
}

const journal: Journal = {
  async write(entries) {
    await transact('entries', 'readwrite', (store) =>
      Promise.all(entries.map((entry) => store.put(entry))),
    )
    announceChange()
  },
  async read() {
    return await transact<readonly JournalEntry[]>('entries', 'readonly', (store) =>
      store.index('at').getAll(),
    )
  },
  async remove(ids) {
    await transact('entries', 'readwrite', (store) =>
      Promise.all(ids.map((id) => store.delete(id))),
    )
    announceChange()
  },
}

let trial: Promise<JournalError | undefined> | undefined

/** Why there is no journal. Tried once with a write, since some storages open but then accept none. */
function findFault(): Promise<JournalError | undefined> {
  const put = () =>
    transact('claims', 'readwrite', (store) => store.put(Date.now(), 'trial'), OPEN_TIMEOUT)
  trial ??= put().then(
    () => undefined,
    (error: JournalError) => {
      // Once storage is allowed or freed, no reload is needed.
      trial = undefined
      return error
    },
  )
  return trial
}

/**
 * The journal of deletions in this browser, for this registry behind this Homeport. `undefined` if its storage
 * doesn't work, is full, or doesn't respond for seconds: then nothing can be recorded.
 */
export async function openJournal(): Promise<Journal | undefined> {
  return (await findFault()) ? undefined : journal
}

/** Whether any deletion is running or was interrupted. @throws JournalError */
export async function hasOpenEntries(): Promise<boolean> {
  const state: JournalEntry['state'] = 'open'
  const count = await transact('entries', 'readonly', (store) => store.index('state').count(state))
  return count > 0
}

const JOURNAL_KEY = ['journal'] as const

/** The deletions in the journal of which something is or may be gone, newest first, or why there is no journal. */
export function journalQuery() {
  return queryOptions({
    queryKey: JOURNAL_KEY,
    queryFn: async (): Promise<
      { readonly entries: readonly JournalEntry[] } | { readonly unavailable: string }
    > => {
      const fault = await findFault()
      if (fault) return { unavailable: fault.message }
      const entries = await journal.read()
      // What was recorded before anything was sent needs no undo.
      const touched = entries.filter((entry) => entry.state !== 'open' || isTouched(entry))
      return { entries: touched.toReversed() }
    },
    staleTime: 0,
    retry: false,
  })
}

/** Whether this browser records deletions, or why it doesn't. */
export function recordStateQuery() {
  return queryOptions({
    queryKey: [...JOURNAL_KEY, 'state'],
    queryFn: async () => ({ unavailable: (await findFault())?.message }),
    staleTime: 0,
    retry: false,
  })
}

/** Changes within so many milliseconds are combined: a deletion writes often. */
const CALM = 300

/** Keeps `journalQuery` up to date with writes by this page and others; returns the function that stops it. */
export function followJournal(client: QueryClient): () => void {
  const channel = new BroadcastChannel(JOURNAL_NAME)
  let timer: ReturnType<typeof setTimeout> | undefined
  channel.addEventListener('message', () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void client.invalidateQueries({ queryKey: JOURNAL_KEY, exact: true })
    }, CALM)
  })
  return () => {
    clearTimeout(timer)
    channel.close()
  }
}
