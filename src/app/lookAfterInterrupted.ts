import type { QueryClient } from '@tanstack/react-query'
import { hasJournal } from '../queries/journalName.ts'
import { settings } from '../queries/settings.ts'

/**
 * When the page has been painted and the browser has nothing else to do: deletions that broke off, with a
 * page that was closed in mid-work, are finished or put back. Most visits find none and load nothing.
 */
export function lookAfterInterrupted(client: QueryClient): void {
  setTimeout(() => {
    // What cannot be loaded now is there at the next start.
    void look(client).catch(() => undefined)
  }, 1500)
}

async function look(client: QueryClient): Promise<void> {
  if (settings.readOnly || !(await hasJournal())) return
  const { hasOpenEntries } = await import('../queries/journal.ts')
  if (!(await hasOpenEntries())) return
  const { recover } = await import('../features/restore/recovery.ts')
  await recover(client)
}
