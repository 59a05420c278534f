import { type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb'

// Over `idb`, whose promises keep a transaction open: by hand the same took twice the lines, and idb-keyval has
// neither versions nor a promise that what was written is on the disk. It is loaded with what needs it.

/** Milliseconds after which a storage that does not open counts as none. */
export const OPEN_TIMEOUT = 5000
/** Milliseconds for one transaction: a full write to a slow disk takes longer than to open it. */
const TRANSACTION_TIMEOUT = 20_000

type Store = IDBPObjectStore<unknown, [string], string, 'readwrite'>

/** One database of this browser. */
export type Storage = {
  /**
   * One transaction, on the disk when it resolves, with what `work` gives. Nothing of it is kept where it fails or
   * takes too long. `work` waits for nothing but the store.
   *
   * @throws an error of the kind that `openStorage` was given, with a sentence that can be shown
   */
  readonly transact: <Value>(
    store: string,
    mode: 'readonly' | 'readwrite',
    work: (store: Store) => Promise<Value>,
    timeout?: number,
  ) => Promise<Value>
}

/**
 * The database `name`, opened when it is needed, by one connection of this page.
 *
 * @param upgrades what each version adds to the one before, the first one first. A database that an older Homeport
 *   left is brought up step by step, with its content. Steps that were released stay as they are
 * @param Failure what is thrown
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
      // One that comes late nobody waits for.
      opening.then((database) => database.close()).catch(() => undefined)
    })
    return connection
  }

  async function open(): Promise<IDBPDatabase> {
    // Another page brings a newer version: it waits until everybody has let go. Or all data was cleared.
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
      // The connection was closed a moment ago: see `letGo`.
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
          // It is over already.
        }
        const name = nameOf(error)
        const reason = REASONS.get(name) ?? `The browser’s storage failed${name && ` (${name})`}`
        throw new Failure(reason, { cause: error })
      }
    },
  }
}

/** What `work` brings, unless that takes longer. @throws a `TimeoutError`; what `work` throws */
export async function inTime<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

const NO_STORAGE =
  'The browser stores no data for this page: this is a private window, or its settings forbid it'

/** Reasons, by the name of the error, as sentences that can be shown. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['TimeoutError', 'The browser’s storage is not responding'],
  ['QuotaExceededError', 'The browser’s storage is full'],
  ['VersionError', 'A newer version of Homeport has used this browser’s storage. Reload the page'],
  ['SecurityError', NO_STORAGE],
  ['ReferenceError', NO_STORAGE],
  ['TypeError', NO_STORAGE],
  ['InvalidStateError', NO_STORAGE],
])
