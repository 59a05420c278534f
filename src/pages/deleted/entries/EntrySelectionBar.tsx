import { useQueryClient } from '@tanstack/react-query'
import { Download, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { restore } from '../../../features/restore/restoring.ts'
import { SelectionBar } from '../../../components/SelectionBar.tsx'
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
          onForgotten={onClear}
        />
      )}
    </>
  )
}
