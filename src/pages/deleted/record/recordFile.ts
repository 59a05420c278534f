import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { exportRecord, importRecord, listNew } from '../../../deletion/journal/record.ts'
import { formatCounted } from '../../../format/count.ts'
import { openJournal } from '../../../queries/journal.ts'
import { settings } from '../../../queries/settings.ts'
import { saveFile } from '../../../ui/saveFile.ts'

/** Bytes of the largest file that is read: what a browser can hold at once. */
const LARGEST = 256 * 1024 * 1024

export type ImportResult = {
  readonly kind: 'imported' | 'refused'
  readonly title: string
  readonly text: string
}

/** Adds the entries of an exported record to this browser's. Nothing is added where anything in it is wrong. */
export async function importFile(file: File): Promise<ImportResult> {
  try {
    if (file.size > LARGEST)
      throw new Error('It is larger than any record: 256 MB at most are read.')
    const imported = importRecord(await file.text(), { registry: settings.registry })
    const journal = await openJournal()
    if (!journal) throw new Error('The browser’s storage does not work any more.')
    const added = listNew(await journal.read(), imported)
    if (added.length > 0) await journal.write(added)
    const known = imported.length - added.length
    return {
      kind: 'imported',
      title: `${formatCounted(added.length, 'entry', 'entries')} imported`,
      text: known > 0 ? `${formatCounted(known, 'entry was', 'entries were')} here already.` : '',
    }
  } catch (error) {
    return {
      kind: 'refused',
      title: 'Nothing was imported',
      text: error instanceof Error ? error.message : String(error),
    }
  }
}

/** Lets the browser save `entries` as a file that `importFile` reads, here or elsewhere. */
export function downloadRecord(entries: readonly JournalEntry[]): void {
  const text = exportRecord(entries, { registry: settings.registry })
  const host = settings.registry.replaceAll(/[^\w.-]+/g, '-')
  const day = new Date().toISOString().slice(0, 10)
  saveFile(`homeport-deleted-${host}-${day}.json`, text, 'application/json')
}
