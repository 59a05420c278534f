import { deleteDB } from 'idb'
import type { Digest } from '../registry/names.ts'
import { OPEN_TIMEOUT, inTime, openStorage } from './storage.ts'

// A database of its own: whatever becomes of it, the journal is another one.
const NAME = 'homeport-content'
/** Of one kind as many are kept; the oldest go first. */
const MOST = 200

const storage = openStorage(NAME, [
  (database) => {
    for (const kind of ['listings', 'summaries']) {
      database.createObjectStore(kind, { keyPath: 'digest' }).createIndex('at', 'at')
    }
  },
])

/**
 * Where this browser keeps what layers hold (`listings`), or what images are (`summaries`), by the content's digest.
 * Never fails: what is not kept is worked out again.
 */
export function contentStore<Value>(kind: 'listings' | 'summaries') {
  const nothing = () => undefined
  return {
    read: (digest: Digest) =>
      storage
        .transact<{ readonly value: Value } | undefined>(kind, 'readonly', (all) => all.get(digest))
        .then((found) => found?.value, nothing),
    write: (digest: Digest, value: Value) =>
      storage
        .transact(kind, 'readwrite', async (all) => {
          await all.put({ digest, at: Date.now(), value })
          if ((await all.count()) <= MOST) return
          const oldest = await all.index('at').getKey(IDBKeyRange.lowerBound(0))
          if (oldest !== undefined) await all.delete(oldest)
        })
        .catch(nothing),
  }
}

/** Makes room for what cannot be read again. */
export async function forgetContent(): Promise<void> {
  await inTime(deleteDB(NAME), OPEN_TIMEOUT).catch(() => undefined)
}
