import { Download, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { type ImportResult, downloadRecord, importFile } from './recordFile.ts'

/** The record as a file: to keep it, and to go on with it in another browser. */
export function RecordTools({ entries }: { entries: readonly JournalEntry[] }) {
  const field = useRef<HTMLInputElement>(null)
  const [result, setResult] = useState<ImportResult>()
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
          <Download size={14} aria-hidden /> Export the record
        </Button>
        <Button disabled={isReading} onClick={() => field.current?.click()}>
          <Upload size={14} aria-hidden /> {isReading ? 'Reading…' : 'Import…'}
        </Button>
        <input
          ref={field}
          type="file"
          accept=".json,application/json"
          aria-label="File with an exported record"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void read(file)
            // The same file can be chosen once more.
            event.target.value = ''
          }}
        />
      </div>
      <div aria-live="polite">
        {result && (
          <Notice
            look={result.kind === 'imported' ? 'info' : 'danger'}
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
