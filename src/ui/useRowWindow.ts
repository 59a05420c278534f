import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows rendered beyond either edge of the screen, so that scrolling shows no gaps. */
const OVERSCAN = 6

/** Assumed top of the rows until measured, in pixels from the top of the window: it is never above this. */
const LOWEST_BEGIN = 320

/** A part of the rows: from `first` to before `end`. */
type RowRange = { readonly first: number; readonly end: number }

/**
 * Tracks which of `count` rows are on screen while the page scrolls, and which are rendered. `offsetOf` gives the
 * distance of a row from the top of `body` in pixels; `offsetOf(count)` is the end of the last one.
 *
 * The first rows are shown without measuring: a measurement before the first paint would cost a second layout.
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
    // Any render may have moved the table. In the next frame the browser lays it out anyway.
    const frame = requestAnimationFrame(measure)
    return () => cancelAnimationFrame(frame)
  })
  // The rows are rendered in the same frame as the new scroll position.
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

/** The row at this distance from the top; the first or last if there is none. */
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
