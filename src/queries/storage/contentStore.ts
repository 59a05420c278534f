import { deleteDB } from 'idb'
import type { Digest } from '../../registry/names.ts'
import { OPEN_TIMEOUT, inTime, openStorage } from './database.ts'

// A database of its own, so that nothing that happens to it affects the journal.
const NAME = 'homeport-content'
/** How many of a kind are kept; the oldest are dropped. */
const MOST = 200

const storage = openStorage(NAME, [
  (database) => {
    for (const kind of ['listings', 'summaries']) {
      database.createObjectStore(kind, { keyPath: 'digest' }).createIndex('at', 'at')
    }
  },
])

/**
 * Caches in this browser what layers contain (`listings`) or what images are (`summaries`), by digest. Never fails:
 * what isn't cached is computed again.
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

/** Makes room for data that can't be fetched again. */
export async function forgetContent(): Promise<void> {
  await inTime(deleteDB(NAME), OPEN_TIMEOUT).catch(() => undefined)
}
