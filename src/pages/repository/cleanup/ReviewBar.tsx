import { Trash2 } from 'lucide-react'
import { formatCounted } from '../../../format/count.ts'
import { settings } from '../../../queries/settings.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'

/** What the rule comes to, and the way to the dialog that deletes; at the foot of the window. */
export function ReviewBar({
  selected,
  obstacle,
  isBusy,
  onReview,
}: {
  selected: readonly Tag[]
  /** Why the tags cannot be deleted now. */
  obstacle: string | undefined
  /** The rule was changed, and what it selects is about to be. */
  isBusy: boolean
  onReview: () => void
}) {
  const count = formatCounted(selected.length, 'tag')
  const reason = settings.readOnly
    ? 'Homeport is read-only: start it with ENV_MODE_BROWSE_ONLY=false to delete here.'
    : obstacle
  return (
    <section
      aria-label="Clean-up"
      data-foot
      className="fixed inset-x-3 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100vw-24px)] flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-xl max-sm:w-full"
    >
      <span
        role="status"
        className={reason || selected.length === 0 ? 'max-sm:grow' : 'max-sm:sr-only'}
      >
        {reason ?? (
          <>
            <b className="font-semibold">{count}</b> would go
          </>
        )}
      </span>
      <Button
        look="danger"
        disabled={reason !== undefined || isBusy || selected.length === 0}
        onClick={onReview}
      >
        <Trash2 size={14} aria-hidden />{' '}
        {selected.length > 0 ? `Review the deletion of ${count}…` : 'Review the deletion…'}
      </Button>
    </section>
  )
}
