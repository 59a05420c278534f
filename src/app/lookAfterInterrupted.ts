import type { QueryClient } from '@tanstack/react-query'
import { hasJournal } from '../queries/storage/journalName.ts'
import { settings } from '../queries/session/settings.ts'

/**
 * Once the page is painted and the browser idle, finishes or reverts deletions that were interrupted by closing a
 * page. Most visits find none and load no code for it.
 */
export function lookAfterInterrupted(client: QueryClient): void {
  setTimeout(() => {
    // If it can't be loaded now, the next start will do it.
    void look(client).catch(() => undefined)
  }, 1500)
}

async function look(client: QueryClient): Promise<void> {
  if (settings.readOnly || !(await hasJournal())) return
  const { hasOpenEntries } = await import('../queries/storage/journal.ts')
  if (!(await hasOpenEntries())) return
  const { recover } = await import('../features/restore/recovery.ts')
  await recover(client)
}
