import { useState } from 'react'
import { Button } from './Button.tsx'

/** How many rows of a long list are shown. */
type RowLimit = {
  readonly shown: number
  /** Rows a step; `undefined`: there are no steps, all are shown. */
  readonly step: number | undefined
  readonly showMore: () => void
  readonly showAll: () => void
}

/** Shows `step` rows of `count` at first, and more when asked; without a step all of them. */
export function useRowLimit(step: number | undefined, count: number): RowLimit {
  const [limit, setLimit] = useState(step ?? Number.POSITIVE_INFINITY)
  return {
    shown: Math.min(limit, count),
    step,
    showMore: () => setLimit((before) => before + (step ?? 0)),
    showAll: () => setLimit(Number.POSITIVE_INFINITY),
  }
}

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
