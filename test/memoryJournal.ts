import type { Journal, JournalEntry } from '../src/deletion/journal/journal.ts'

/** A journal in memory. */
export function createMemoryJournal(): Journal {
  const entries = new Map<string, JournalEntry>()
  return {
    write(written) {
      for (const entry of written) entries.set(entry.id, entry)
      return Promise.resolve()
    },
    read: () => Promise.resolve([...entries.values()]),
    remove(ids) {
      for (const id of ids) entries.delete(id)
      return Promise.resolve()
    },
  }
}
