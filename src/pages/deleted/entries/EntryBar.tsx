import { useQueryClient } from '@tanstack/react-query'
import { Download, RotateCcw } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import type { RestoreProgress } from '../../../deletion/restore/report.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { largeRestore, restore } from '../../../features/restore/restoring.ts'
import { SelectionBar } from '../../../components/SelectionBar.tsx'
import { settings } from '../../../queries/settings.ts'
import { Button } from '../../../ui/Button.tsx'
import { WorkBar } from '../../../ui/ProgressBar.tsx'
import { ForgetDialog } from '../record/ForgetDialog.tsx'
import { downloadRecord } from '../record/recordFile.ts'

const STEPS: Readonly<Record<RestoreProgress['step'], string>> = {
  tags: 'Looking where each tag points',
  blobs: 'Checking that all content is still there',
  manifests: 'Putting manifests back',
  restoring: 'Putting tags back',
}

/** At the foot of the window: what can be done with the selected entries, or how far bringing back many is. */
export function EntryBar({
  selected,
  notShown,
  onClear,
}: {
  selected: readonly JournalEntry[]
  /** Those of them that the filter hides. */
  notShown: number
  onClear: () => void
}) {
  const queryClient = useQueryClient()
  const work = useSyncExternalStore(largeRestore.subscribe, largeRestore.read)
  const [isForgetting, setForgetting] = useState(false)
  const count = selected.length
  if (work) {
    const isStopped = work.stopping.signal.aborted
    const { done, total } = work.progress ?? { done: 0, total: 0 }
    const step = work.progress ? STEPS[work.progress.step] : 'Reading the record'
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
              {isStopped ? 'Stopping' : step}
              {!isStopped && total > 0 && `: ${formatCount(done)} of ${formatCount(total)}`}
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
          Forget…
        </Button>
        <Button onClick={() => downloadRecord(selected)}>
          <Download size={14} aria-hidden /> Export
        </Button>
        {!settings.readOnly && (
          <Button look="primary" onClick={() => void restore(queryClient, selected)}>
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
