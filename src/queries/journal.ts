import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Journal, type JournalEntry, JournalError, isTouched } from '../deletion/journal.ts'
import { OPEN_TIMEOUT, transact } from './journalDatabase.ts'
import { JOURNAL_NAME } from './journalName.ts'

/** Tells every page of this browser, this one too, that the journal changed. */
function announceChange(): void {
  const channel = new BroadcastChannel(JOURNAL_NAME)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  channel.postMessage('changed')
  channel.close()
}

const journal: Journal = {
  async write(entries) {
    await transact('entries', 'readwrite', (store) => {
      for (const entry of entries) store.put(entry)
    })
    announceChange()
  },
  async read() {
    const read = await transact<readonly JournalEntry[]>('entries', 'readonly', (store, give) => {
      const request: IDBRequest<JournalEntry[]> = store.index('at').getAll()
      request.addEventListener('success', () => give(request.result))
    })
    return read ?? []
  },
  async remove(ids) {
    await transact('entries', 'readwrite', (store) => {
      for (const id of ids) store.delete(id)
    })
    announceChange()
  },
}

/** The journal, or why there is none. */
type Opened =
  | { readonly journal: Journal }
  | { readonly journal: undefined; readonly why: JournalError }

/** It is tried once that the storage takes a write and keeps it: some open and then take none. */
let trial: Promise<Opened> | undefined

function open(): Promise<Opened> {
  trial ??= tryStorage().then((opened) => {
    // Whoever gave back the storage, or made room, does not have to reload the page.
    if (!opened.journal) trial = undefined
    return opened
  })
  return trial
}

async function tryStorage(): Promise<Opened> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new JournalError('The browser’s storage does not answer')),
      OPEN_TIMEOUT,
    )
  })
  try {
    const written = transact('claims', 'readwrite', (store) => store.put(Date.now(), 'trial'))
    await Promise.race([written, late])
    return { journal }
  } catch (error) {
    return {
      journal: undefined,
      why: error instanceof JournalError ? error : new JournalError(String(error)),
    }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Where this browser writes down what is deleted, for this registry behind this Homeport. `undefined` where
 * its storage does not work, is full, or gives no answer within five seconds: then nothing can be recorded.
 */
export async function openJournal(): Promise<Journal | undefined> {
  return (await open()).journal
}

/** Whether an entry is open: a deletion goes on, or broke off. @throws JournalError */
export async function hasOpenEntries(): Promise<boolean> {
  const state: JournalEntry['state'] = 'open'
  const count = await transact<number>('entries', 'readonly', (store, give) => {
    const request = store.index('state').count(state)
    request.addEventListener('success', () => give(request.result))
  })
  return count !== undefined && count > 0
}

const JOURNAL_KEY = ['journal'] as const

/** What is in the journal and gone, or may be, the newest first, or why this browser has none. */
export function journalQuery() {
  return queryOptions({
    queryKey: JOURNAL_KEY,
    queryFn: async (): Promise<
      { readonly entries: readonly JournalEntry[] } | { readonly unavailable: string }
    > => {
      const opened = await open()
      if (!opened.journal) return { unavailable: opened.why.message }
      const entries = await opened.journal.read()
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
    queryFn: async (): Promise<{ readonly unavailable: string | undefined }> => {
      const opened = await open()
      return { unavailable: opened.journal ? undefined : opened.why.message }
    },
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
