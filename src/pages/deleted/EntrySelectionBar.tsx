import { Download, RotateCcw, X } from 'lucide-react'
import { formatCount, formatCounted } from '../../format/count.ts'
import { Button } from '../../ui/Button.tsx'

/** What can be done with the selected entries; at the foot of the window while there are some. */
export function EntrySelectionBar({
  count,
  notShown,
  onClear,
  onRestore,
  onExport,
  onForget,
}: {
  /** Of the selected entries. */
  count: number
  /** Those of them that the filter hides. */
  notShown: number
  onClear: () => void
  /** `undefined`: nothing can be written here. */
  onRestore: (() => void) | undefined
  onExport: () => void
  onForget: () => void
}) {
  if (count === 0) return null
  return (
    <section
      aria-label="Selection"
      data-foot
      className="fixed inset-x-3 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100vw-24px)] flex-wrap items-center justify-center gap-x-2 gap-y-2 max-sm:justify-end rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-xl max-sm:w-full"
    >
      <span role="status" className="max-sm:grow">
        <b className="font-semibold">{formatCounted(count, 'entry', 'entries')}</b> selected
        {notShown > 0 && <span className="text-warning"> · {formatCount(notShown)} not shown</span>}
      </span>
      <Button look="quiet" onClick={onClear}>
        <X size={14} aria-hidden /> <span className="max-sm:sr-only">Clear</span>
      </Button>
      <Button look="quiet" onClick={onForget}>
        Forget…
      </Button>
      <Button onClick={onExport}>
        <Download size={14} aria-hidden /> Export
      </Button>
      {onRestore && (
        <Button look="primary" onClick={onRestore}>
          <RotateCcw size={14} aria-hidden /> Restore {formatCount(count)}
        </Button>
      )}
    </section>
  )
}
