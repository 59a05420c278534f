import { Button } from './Button.tsx'
import type { RowLimit } from './useRowLimit.ts'

/** Below a list that shows only its first rows: the next ones, or all. */
export function ShowMore({ limit, count }: { limit: RowLimit; count: number }) {
  const { shown, step, showMore, showAll } = limit
  const left = count - shown
  if (step === undefined || left <= 0) return null
  const number = new Intl.NumberFormat('en')
  return (
    <div className="mt-3 flex flex-wrap items-center justify-center gap-2 text-soft">
      <span className="mr-2">
        {number.format(shown)} of {number.format(count)} shown
      </span>
      {left > step && <Button onClick={showMore}>Show {number.format(step)} more</Button>}
      <Button onClick={showAll}>Show all {number.format(count)}</Button>
    </div>
  )
}
