import { basePath, settings } from '../session/settings.ts'

/** For one registry behind one Homeport: several on one host share nothing they remember. */
export const JOURNAL_NAME = `homeport-journal ${basePath} ${settings.registry}`

/** Whether this browser has a journal; true if it can't tell. Unlike opening it, this doesn't create one. */
export async function hasJournal(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases()
    return databases.some(({ name }) => name === JOURNAL_NAME)
  } catch {
    return true
  }
}
