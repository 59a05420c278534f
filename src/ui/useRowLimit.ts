import { useState } from 'react'

/** How many rows of a long list are shown. */
export type RowLimit = {
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
