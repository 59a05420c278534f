import { Download, RotateCcw } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import type { RestoreProgress } from '../../../deletion/restore/report.ts'
import { formatCount, formatCounted, formatProgress } from '../../../format/count.ts'
import { largeRestore } from '../../../features/restore/restoring.ts'
import { SelectionBar } from '../../../components/SelectionBar.tsx'
import { settings } from '../../../queries/session/settings.ts'
import { openJournal } from '../../../queries/storage/journal.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { WorkBar } from '../../../ui/ProgressBar.tsx'
import { downloadRecord } from '../record/RecordTools.tsx'

const STEPS: Readonly<Record<RestoreProgress['step'], string>> = {
  tags: 'Checking tags',
  blobs: 'Checking that all content still exists',
  manifests: 'Restoring manifests',
  restoring: 'Restoring tags',
}

/** At the bottom of the window: the actions for selected entries, or the progress of restoring many. */
export function EntryBar({
  selected,
  notShown,
  onClear,
  onRestore,
}: {
  selected: readonly JournalEntry[]
  notShown: number
  onClear: () => void
  onRestore: (entries: readonly JournalEntry[]) => Promise<void>
}) {
  const work = useSyncExternalStore(largeRestore.subscribe, largeRestore.read)
  const [isForgetting, setForgetting] = useState(false)
  const count = selected.length
  if (work) {
    const isStopped = work.stopping.signal.aborted
    const { done, total } = work.progress ?? { done: 0, total: 0 }
    const step = work.progress ? STEPS[work.progress.step] : 'Reading the history'
    const stop = () => {
      work.stopping.abort()
      largeRestore.write({ ...work })
    }
    return (
      <WorkBar
        label="Restoration"
        done={done}
        total={total}
        text={
          <span role="status">
            <b className="font-semibold">
              Restoring {formatCounted(work.count, 'entry', 'entries')}
            </b>{' '}
            <span className="text-soft">
              {isStopped ? 'Stopping' : formatProgress(step, done, total)}
            </span>
          </span>
        }
      >
        <Button onClick={stop} disabled={isStopped}>
          Stop
        </Button>
      </WorkBar>
    )
  }
  if (count === 0) return null
  return (
    <>
      <SelectionBar
        count={formatCounted(count, 'entry', 'entries')}
        notShown={notShown}
        onClear={onClear}
      >
        <Button look="quiet" onClick={() => setForgetting(true)}>
          Remove from history…
        </Button>
        <Button onClick={() => downloadRecord(selected)}>
          <Download size={14} aria-hidden /> Export
        </Button>
        {!settings.readOnly && (
          <Button look="primary" onClick={() => void onRestore(selected)}>
            <RotateCcw size={14} aria-hidden /> Restore {formatCount(count)}
          </Button>
        )}
      </SelectionBar>
      {isForgetting && (
        <ForgetDialog
          entries={selected}
          onClose={() => setForgetting(false)}
          onForgotten={() => {
            setForgetting(false)
            onClear()
          }}
        />
      )}
    </>
  )
}

/** Asks before entries are removed from the record, and says what that means. */
function ForgetDialog({
  entries,
  onClose,
  onForgotten,
}: {
  entries: readonly JournalEntry[]
  onClose: () => void
  onForgotten: () => void
}) {
  const [isForgetting, setForgetting] = useState(false)
  const [problem, setProblem] = useState('')
  const notBack = entries.filter(({ state }) => state !== 'restored').length
  const all = formatCounted(entries.length, 'entry', 'entries')
  const forget = async () => {
    setForgetting(true)
    try {
      const journal = await openJournal()
      if (!journal) throw new Error('The browser’s storage no longer works.')
      await journal.remove(entries.map(({ id }) => id))
      onForgotten()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
      setForgetting(false)
    }
  }
  return (
    <Dialog title={`Remove ${all} from history?`} onClose={onClose} width={480}>
      <DialogBody>
        <p>
          {notBack === 0
            ? 'All of it was restored. Only its history is removed; nothing changes in the registry.'
            : `${notBack === entries.length ? 'What was deleted' : `${formatCounted(notBack, 'entry was', 'entries were')} not restored, and`} can’t be restored by Homeport afterwards. Nothing changes in the registry. To keep them in a file, export them first.`}
        </p>
        {problem && (
          <Notice className="mt-3" look="danger" title="Nothing was removed">
            {problem}
          </Notice>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" disabled={isForgetting} onClick={() => void forget()}>
          Remove {all}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
