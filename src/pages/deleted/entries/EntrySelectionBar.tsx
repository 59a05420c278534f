import { useQueryClient } from '@tanstack/react-query'
import { Download, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { restore } from '../../../features/restore/restoring.ts'
import { settings } from '../../../queries/settings.ts'
import { Button } from '../../../ui/Button.tsx'
import { ForgetDialog } from '../record/ForgetDialog.tsx'
import { downloadRecord } from '../record/recordFile.ts'

/** What can be done with the selected entries, at the foot of the window. */
export function EntrySelectionBar({
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
  const [isForgetting, setForgetting] = useState(false)
  const count = selected.length
  return (
    <>
      <section
        aria-label="Selection"
        data-foot
        className="fixed inset-x-3 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100vw-24px)] flex-wrap items-center justify-center gap-x-2 gap-y-2 max-sm:justify-end rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-xl max-sm:w-full"
      >
        <span role="status" className="max-sm:grow">
          <b className="font-semibold">{formatCounted(count, 'entry', 'entries')}</b> selected
          {notShown > 0 && (
            <span className="text-warning"> · {formatCount(notShown)} not shown</span>
          )}
        </span>
        <Button look="quiet" onClick={onClear}>
          <X size={14} aria-hidden /> <span className="max-sm:sr-only">Clear</span>
        </Button>
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
      </section>
      {isForgetting && (
        <ForgetDialog
          entries={selected}
          onClose={() => setForgetting(false)}
          onForgotten={onClear}
        />
      )}
    </>
  )
}
