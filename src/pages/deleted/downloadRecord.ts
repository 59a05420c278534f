import type { JournalEntry } from '../../deletion/journal.ts'
import { exportRecord } from '../../deletion/record.ts'
import { settings } from '../../queries/settings.ts'
import { saveFile } from '../../ui/saveFile.ts'

/** Lets the browser save `entries` as a file that `importRecord` reads, here or elsewhere. */
export function downloadRecord(entries: readonly JournalEntry[]): void {
  const text = exportRecord(entries, { registry: settings.registry })
  const host = settings.registry.replaceAll(/[^\w.-]+/g, '-')
  const day = new Date().toISOString().slice(0, 10)
  saveFile(`homeport-deleted-${host}-${day}.json`, text, 'application/json')
}
