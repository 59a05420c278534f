import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '../format/count.ts'
import { Button } from '../ui/Button.tsx'

/** The actions for selected rows, at the bottom of the window while any are selected. */
export function SelectionBar({
  count,
  notShown,
  onClear,
  children,
}: {
  /** `3 tags`. */
  count: string
  /** How many of them the filter hides. */
  notShown: number
  onClear: () => void
  children: ReactNode
}) {
  return (
    <section
      aria-label="Selection"
      data-foot
      className="fixed inset-x-3 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100vw-24px)] flex-wrap items-center justify-center gap-x-2 gap-y-2 rounded-xl border border-line bg-surface py-2.5 pr-2.5 pl-4 shadow-xl max-sm:w-full max-sm:justify-end max-sm:gap-x-1"
    >
      <span role="status" className="max-sm:grow">
        <b className="font-semibold">{count}</b> <span className="max-sm:sr-only">selected</span>
        {notShown > 0 && <span className="text-warning"> · {formatCount(notShown)} not shown</span>}
      </span>
      <Button look="quiet" className="max-sm:!px-2" onClick={onClear}>
        <X size={14} aria-hidden /> <span className="max-sm:sr-only">Clear</span>
      </Button>
      {children}
    </section>
  )
}
