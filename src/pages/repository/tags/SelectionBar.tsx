import { Trash2, X } from 'lucide-react'
import { formatCount, formatCounted } from '../../../format/count.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Selection } from './useSelection.ts'

/** What can be done with the selected tags; at the foot of the window while there are some. */
export function SelectionBar({
  selection,
  matching,
  onDelete,
}: {
  selection: Selection
  /** The tags that the filter leaves, all of them. */
  matching: readonly Tag[]
  onDelete: () => void
}) {
  const { selected, notShown } = selection
  if (selected.size === 0) return null
  const areAllSelected = matching.every((tag) => selected.has(tag))
  return (
    <section
      aria-label="Selection"
      data-foot
      className="fixed inset-x-3 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100vw-24px)] max-sm:w-full flex-wrap items-center justify-center gap-x-3 gap-y-2 max-sm:justify-end max-sm:gap-x-1 rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-xl"
    >
      <span role="status" className="max-sm:grow">
        <b className="font-semibold">{formatCounted(selected.size, 'tag')}</b>{' '}
        <span className="max-sm:sr-only">selected</span>
        {notShown.length > 0 && (
          <span className="text-warning"> · {formatCount(notShown.length)} not shown</span>
        )}
      </span>
      <Button look="quiet" className="max-sm:!px-2" onClick={selection.clear}>
        <X size={14} aria-hidden /> <span className="max-sm:sr-only">Clear</span>
      </Button>
      {!areAllSelected && (
        <Button look="quiet" className="max-sm:!px-2" onClick={() => selection.add(matching)}>
          Select all {formatCount(matching.length)}
          <span className="-ml-0.5 max-sm:sr-only"> matching</span>
        </Button>
      )}
      <Button look="danger" onClick={onDelete}>
        <Trash2 size={14} aria-hidden /> Delete…
      </Button>
    </section>
  )
}
