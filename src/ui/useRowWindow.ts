import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows that exist on either side of the screen, so that scrolling does not show gaps. */
const OVERSCAN = 6

/** Until it was measured where the rows begin, in pixels from the top of the window: not above this. */
const LOWEST_BEGIN = 320

/** A part of the rows: from `first` to before `end`. */
type RowRange = { readonly first: number; readonly end: number }

/**
 * Follows which of `count` rows are on the screen while the page scrolls, and which exist. `offsetOf` says how far below the
 * top of `body` a row begins, in pixels; `offsetOf(count)` is where the last one ends.
 *
 * The first rows are shown without measuring anything: a measurement before the first paint would make the
 * browser lay out the page twice.
 */
export function useRowWindow(
  body: RefObject<HTMLElement | null>,
  count: number,
  offsetOf: (index: number) => number,
): { readonly rendered: RowRange; readonly onScreen: RowRange } {
  const [onScreen, setOnScreen] = useState<RowRange & { readonly isMeasured: boolean }>(() => ({
    first: 0,
    end: indexAt(Math.max(window.innerHeight - LOWEST_BEGIN, 1), count, offsetOf) + 1,
    isMeasured: false,
  }))
  const measure = () => {
    if (!body.current) return
    const { top } = body.current.getBoundingClientRect()
    const first = indexAt(-top, count, offsetOf)
    const end = indexAt(window.innerHeight - top - 1, count, offsetOf) + 1
    setOnScreen((before) =>
      before.isMeasured && before.first === first && before.end === end
        ? before
        : { first, end, isMeasured: true },
    )
  }
  useEffect(() => {
    // Whatever was rendered may have moved the table. In the next frame the browser lays it out anyway.
    const frame = requestAnimationFrame(measure)
    return () => cancelAnimationFrame(frame)
  })
  // The rows are there in the frame that shows the new place.
  const follow = useEffectEvent(() => flushSync(measure))
  useEffect(() => {
    const closing = new AbortController()
    for (const type of ['scroll', 'resize'])
      window.addEventListener(type, () => follow(), { signal: closing.signal })
    return () => closing.abort()
  }, [])
  const extra = onScreen.isMeasured ? OVERSCAN : 0
  const end = Math.min(onScreen.end, count)
  const first = Math.min(onScreen.first, end)
  return {
    onScreen: { first, end },
    rendered: { first: Math.max(first - extra, 0), end: Math.min(end + extra, count) },
  }
}

/** The row at this height below the top; the first or last where there is none. */
function indexAt(height: number, count: number, offsetOf: (index: number) => number): number {
  let low = 0
  let high = Math.max(count - 1, 0)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (offsetOf(middle) <= height) low = middle
    else high = middle - 1
  }
  return low
}
