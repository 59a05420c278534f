import { type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb'

// Uses `idb`, whose promises keep a transaction open: without it this took twice the code, and idb-keyval has
// neither versions nor a promise that a write is on disk. It is loaded on demand.

/** A storage that doesn't open within so many milliseconds counts as missing. */
export const OPEN_TIMEOUT = 5000
/** Milliseconds for one transaction: a full write to a slow disk takes longer than opening. */
const TRANSACTION_TIMEOUT = 20_000

type Store = IDBPObjectStore<unknown, [string], string, 'readwrite'>

export type Storage = {
  /**
   * One transaction; resolves with the result of `work` once it is on disk. Rolled back if it fails or takes too
   * long. `work` must only await the store.
   *
   * @throws the kind of error given to `openStorage`, with a sentence for users
   */
  readonly transact: <Value>(
    store: string,
    mode: 'readonly' | 'readwrite',
    work: (store: Store) => Promise<Value>,
    timeout?: number,
  ) => Promise<Value>
}

/**
 * The database `name`, opened on demand, with one connection per page.
 *
 * @param upgrades what each version adds to the previous one. The database of an older Homeport is upgraded step by
 *   step, keeping its content, so released steps must never change
 * @param Failure the class of errors to throw
 */
export function openStorage(
  name: string,
  upgrades: readonly ((database: IDBPDatabase) => void)[],
  Failure: new (message: string, options?: ErrorOptions) => Error = Error,
): Storage {
  let connection: Promise<IDBPDatabase> | undefined

  function connect(): Promise<IDBPDatabase> {
    const opening = open()
    connection = inTime(opening, OPEN_TIMEOUT)
    connection.catch(() => {
      connection = undefined
      // If it opens too late, nobody is waiting for it.
      opening.then((database) => database.close()).catch(() => undefined)
    })
    return connection
  }

  async function open(): Promise<IDBPDatabase> {
    // Another page opens a newer version and waits for all others to close. Or all data was cleared.
    const letGo = () => {
      connection = undefined
      database.close()
    }
    const database = await openDB(name, upgrades.length, {
      upgrade(present, oldVersion) {
        for (const upgrade of upgrades.slice(oldVersion)) upgrade(present)
      },
      blocking: letGo,
      terminated: letGo,
    })
    return database
  }

  async function begin(store: string, mode: 'readonly' | 'readwrite') {
    const start = async () =>
      (await (connection ?? connect())).transaction(store, mode, { durability: 'strict' })
    return await start().catch((error: unknown) => {
      if (nameOf(error) !== 'InvalidStateError') throw error
      // The connection has just been closed: see `letGo`.
      connection = undefined
      return start()
    })
  }

  return {
    async transact(store, mode, work, timeout = TRANSACTION_TIMEOUT) {
      let transaction: Awaited<ReturnType<typeof begin>> | undefined
      try {
        transaction = await begin(store, mode)
        const worked = work(transaction.store as unknown as Store)
        const [value] = await inTime(Promise.all([worked, transaction.done]), timeout)
        return value
      } catch (error) {
        try {
          transaction?.abort()
        } catch {
          // It is already over.
        }
        const name = nameOf(error)
        const reason = REASONS.get(name) ?? `The browser’s storage failed${name && ` (${name})`}`
        throw new Failure(reason, { cause: error })
      }
    },
  }
}

/** The result of `work`, if it arrives in time. @throws a `TimeoutError`; what `work` throws */
export function inTime<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

const NO_STORAGE =
  'The browser doesn’t let this page store data: this is a private window, or its settings forbid it'

/** Sentences for users, by error name. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['TimeoutError', 'The browser’s storage is not responding'],
  ['QuotaExceededError', 'The browser’s storage is full'],
  ['VersionError', 'A newer version of Homeport has used this browser’s storage. Reload the page'],
  ['SecurityError', NO_STORAGE],
  ['ReferenceError', NO_STORAGE],
  ['TypeError', NO_STORAGE],
  ['InvalidStateError', NO_STORAGE],
])
