import { useState } from 'react'
import { Button } from './Button.tsx'

/** How many of `count` rows are shown: `step` at first, more on demand; all without a step. */
export function useRowLimit(steps: number | undefined, count: number) {
  const step = steps ?? Number.POSITIVE_INFINITY
  const [limit, setLimit] = useState(step)
  return { shown: Math.min(limit, count), step, setLimit }
}

/** Below a shortened list: shows the next rows, or all. */
export function ShowMore({
  limit: { shown, step, setLimit },
  count,
}: {
  limit: ReturnType<typeof useRowLimit>
  count: number
}) {
  if (shown >= count) return null
  const text = (number: number) => number.toLocaleString('en')
  return (
    <div className="mt-3 flex flex-wrap items-center justify-center gap-2 text-soft">
      <span className="mr-2">
        {text(shown)} of {text(count)} shown
      </span>
      {count - shown > step && (
        <Button onClick={() => setLimit(shown + step)}>Show {text(step)} more</Button>
      )}
      <Button onClick={() => setLimit(Number.POSITIVE_INFINITY)}>Show all {text(count)}</Button>
    </div>
  )
}
