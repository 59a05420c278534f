import { JournalError } from '../deletion/journal.ts'
import { JOURNAL_NAME } from './journalName.ts'

/** Milliseconds after which a storage that does not open counts as none. */
export const OPEN_TIMEOUT = 5000
/** Milliseconds for one transaction: a full write to a slow disk takes longer than to open it. */
const TRANSACTION_TIMEOUT = 20_000

/** `entries` holds what was deleted; `claims` what only one page may do at a time. */
type StoreName = 'entries' | 'claims'

/**
 * What each version of the database adds to the one before, the first one first. One that an older Homeport
 * left is brought up step by step, with its content. Steps that were released stay as they are.
 */
const UPGRADES: readonly ((database: IDBDatabase) => void)[] = [
  (database) => {
    const entries = database.createObjectStore('entries', { keyPath: 'id' })
    entries.createIndex('at', 'at')
    entries.createIndex('state', 'state')
    database.createObjectStore('claims')
  },
]

let connection: Promise<IDBDatabase> | undefined

/** The one connection of this page, opened when it is needed. @throws JournalError */
function connect(): Promise<IDBDatabase> {
  connection ??= open().catch((error: unknown) => {
    connection = undefined
    throw toJournalError(error)
  })
  return connection
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // The property itself throws where the browser's settings forbid storage.
    const request = indexedDB.open(JOURNAL_NAME, UPGRADES.length)
    let isLate = false
    // Also where another page keeps an older version open: it was told to let go of it, but may be asleep.
    const timer = setTimeout(() => {
      isLate = true
      reject(new JournalError('The browser’s storage does not answer'))
    }, OPEN_TIMEOUT)
    request.addEventListener('upgradeneeded', ({ oldVersion }) => {
      for (const upgrade of UPGRADES.slice(oldVersion)) upgrade(request.result)
    })
    request.addEventListener('success', () => {
      clearTimeout(timer)
      const database = request.result
      const letGo = () => {
        database.close()
        connection = undefined
      }
      if (isLate) return database.close()
      // Another page brings a newer version: it waits until everybody has let go. Or all data was cleared.
      database.addEventListener('versionchange', letGo)
      database.addEventListener('close', letGo)
      return resolve(database)
    })
    request.addEventListener('error', () => {
      clearTimeout(timer)
      reject(toJournalError(request.error))
    })
  })
}

/**
 * One transaction, on the disk when it resolves, with what `work` passed to `give`. Nothing of it is kept
 * where it fails or takes too long.
 *
 * @throws JournalError
 */
export async function transact<Value>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore, give: (value: Value) => void) => void,
): Promise<Value | undefined> {
  const transaction = await begin(name, mode)
  return await new Promise((resolve, reject) => {
    let value: Value | undefined
    let reason: unknown
    const abort = (why: unknown) => {
      reason ??= why
      try {
        transaction.abort()
      } catch {
        // It is over already: then one of its events has settled this.
      }
    }
    const timer = setTimeout(() => {
      const late = new JournalError('The browser’s storage does not answer')
      abort(late)
      reject(late)
    }, TRANSACTION_TIMEOUT)
    transaction.addEventListener('complete', () => {
      clearTimeout(timer)
      resolve(value)
    })
    transaction.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(toJournalError(reason ?? transaction.error))
    })
    try {
      work(transaction.objectStore(name), (given) => (value = given))
    } catch (error) {
      abort(error)
    }
  })
}

async function begin(name: StoreName, mode: IDBTransactionMode): Promise<IDBTransaction> {
  const start = async () => (await connect()).transaction(name, mode, { durability: 'strict' })
  try {
    return await start()
  } catch (error) {
    if (error instanceof JournalError) throw error
    // The connection was closed a moment ago: see `versionchange`.
    connection = undefined
  }
  try {
    return await start()
  } catch (error) {
    throw toJournalError(error)
  }
}

/** The reason as a sentence that can be shown. */
function toJournalError(error: unknown): JournalError {
  if (error instanceof JournalError) return error
  return new JournalError(describe(error), { cause: error })
}

function describe(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  switch (name) {
    case 'QuotaExceededError':
      return 'The browser’s storage is full'
    case 'VersionError':
      return 'A newer Homeport has used this browser’s storage. Reload the page'
    case 'SecurityError':
    case 'ReferenceError':
    case 'TypeError':
    case 'InvalidStateError':
      return 'The browser keeps no data for this page: a private window, or its settings forbid it'
    default:
      return `The browser’s storage failed${name && ` (${name})`}`
  }
}
