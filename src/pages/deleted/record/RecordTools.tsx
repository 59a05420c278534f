import { Download, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { exportRecord, importRecord, listNew } from '../../../deletion/journal/record.ts'
import { formatCounted } from '../../../format/count.ts'
import { openJournal } from '../../../queries/storage/journal.ts'
import { settings } from '../../../queries/session/settings.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { saveFile } from '../../../ui/saveFile.ts'

/** Exports the record to a file, as a backup or for another browser, and imports one. */
export function RecordTools({ entries }: { entries: readonly JournalEntry[] }) {
  const field = useRef<HTMLInputElement>(null)
  const [result, setResult] = useState<Awaited<ReturnType<typeof importFile>>>()
  const [isReading, setReading] = useState(false)
  const read = async (file: File) => {
    setReading(true)
    setResult(await importFile(file))
    setReading(false)
  }
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button disabled={entries.length === 0} onClick={() => downloadRecord(entries)}>
          <Download size={14} aria-hidden /> Export history
        </Button>
        <Button disabled={isReading} onClick={() => field.current?.click()}>
          <Upload size={14} aria-hidden /> {isReading ? 'Reading…' : 'Import…'}
        </Button>
        <input
          ref={field}
          type="file"
          accept=".json,application/json"
          aria-label="File with an exported history"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void read(file)
            // So that the same file can be chosen again.
            event.target.value = ''
          }}
        />
      </div>
      <div aria-live="polite">
        {result && (
          <Notice
            look={result.look}
            title={result.title}
            action={
              <Button look="quiet" onClick={() => setResult(undefined)}>
                Dismiss
              </Button>
            }
          >
            {result.text}
          </Notice>
        )}
      </div>
    </>
  )
}

/** The largest file that is read, in bytes: about what a browser can hold in memory. */
const LARGEST = 256 * 1024 * 1024

/** Adds the entries of an exported record to this browser's. If anything in it is wrong, nothing is added. */
async function importFile(file: File) {
  try {
    if (file.size > LARGEST) throw new Error('The file is too large: at most 256 MB are read.')
    const imported = importRecord(await file.text(), { registry: settings.registry })
    const journal = await openJournal()
    if (!journal) throw new Error('The browser’s storage no longer works.')
    const added = listNew(await journal.read(), imported)
    if (added.length > 0) await journal.write(added)
    const known = imported.length - added.length
    return {
      look: 'info' as const,
      title: `${formatCounted(added.length, 'entry', 'entries')} imported`,
      text: known > 0 ? `${formatCounted(known, 'entry was', 'entries were')} already here.` : '',
    }
  } catch (error) {
    return {
      look: 'danger' as const,
      title: 'Nothing was imported',
      text: error instanceof Error ? error.message : String(error),
    }
  }
}

/** Saves `entries` as a file that `importFile` can read, here or elsewhere. */
export function downloadRecord(entries: readonly JournalEntry[]): void {
  const text = exportRecord(entries, { registry: settings.registry })
  const host = settings.registry.replaceAll(/[^\w.-]+/g, '-')
  const day = new Date().toISOString().slice(0, 10)
  saveFile(`homeport-deleted-${host}-${day}.json`, text, 'application/json')
}
