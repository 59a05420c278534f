import { basePath, settings } from './settings.ts'

/** Of one registry, as one Homeport shows it: two below one host name do not share what they remember. */
export const JOURNAL_NAME = `homeport-journal ${basePath} ${settings.registry}`

/** Whether this browser has a journal; true where it does not tell. Unlike opening it, this makes none. */
export async function hasJournal(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases()
    return databases.some(({ name }) => name === JOURNAL_NAME)
  } catch {
    return true
  }
}
