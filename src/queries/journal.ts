import { type QueryClient, queryOptions } from '@tanstack/react-query'
import {
  type Journal,
  type JournalEntry,
  JournalError,
  isTouched,
} from '../deletion/journal/journal.ts'
import { forgetContent } from './contentStore.ts'
import { JOURNAL_NAME } from './journalName.ts'
import { OPEN_TIMEOUT, type Storage, openStorage } from './storage.ts'

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
 * One transaction in the journal's database: `entries` holds what was deleted, `claims` what only one page may do
 * at a time. Where there is no room, what can be read again makes room.
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

/** Tells every page of this browser, this one too, that the journal changed. */
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

/** Why there is no journal. It is tried once that the storage takes a write and keeps it: some open and then take none. */
function findFault(): Promise<JournalError | undefined> {
  const put = () =>
    transact('claims', 'readwrite', (store) => store.put(Date.now(), 'trial'), OPEN_TIMEOUT)
  trial ??= put().then(
    () => undefined,
    (error: JournalError) => {
      // Whoever gave back the storage, or made room, does not have to reload the page.
      trial = undefined
      return error
    },
  )
  return trial
}

/**
 * Where this browser writes down what is deleted, for this registry behind this Homeport. `undefined` where
 * its storage does not work, is full, or gives no answer for seconds: then nothing can be recorded.
 */
export async function openJournal(): Promise<Journal | undefined> {
  return (await findFault()) ? undefined : journal
}

/** Whether an entry is open: a deletion goes on, or broke off. @throws JournalError */
export async function hasOpenEntries(): Promise<boolean> {
  const state: JournalEntry['state'] = 'open'
  const count = await transact('entries', 'readonly', (store) => store.index('state').count(state))
  return count > 0
}

const JOURNAL_KEY = ['journal'] as const

/** What is in the journal and gone, or may be, the newest first, or why this browser has none. */
export function journalQuery() {
  return queryOptions({
    queryKey: JOURNAL_KEY,
    queryFn: async (): Promise<
      { readonly entries: readonly JournalEntry[] } | { readonly unavailable: string }
    > => {
      const fault = await findFault()
      if (fault) return { unavailable: fault.message }
      const entries = await journal.read()
      // What is written down before anything is sent is nothing to bring back.
      const touched = entries.filter((entry) => entry.state !== 'open' || isTouched(entry))
      return { entries: touched.toReversed() }
    },
    staleTime: 0,
    retry: false,
  })
}

/** Whether this browser keeps a record, or why it does not. */
export function recordStateQuery() {
  return queryOptions({
    queryKey: [...JOURNAL_KEY, 'state'],
    queryFn: async () => ({ unavailable: (await findFault())?.message }),
    staleTime: 0,
    retry: false,
  })
}

/** Milliseconds that changes are collected for: a deletion writes again and again. */
const CALM = 300

/** Keeps `journalQuery` at what is written, by this page or another; gives back what ends it. */
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
