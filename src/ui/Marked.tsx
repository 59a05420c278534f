import { Fragment } from 'react'

type Piece = { readonly text: string; readonly start: number; readonly isMarked: boolean }

/** The part of `text` from `from` to `to`, with those of `ranges` (ordered, not overlapping) marked. */
export function Marked({
  text,
  ranges,
  from = 0,
  to = text.length,
}: {
  text: string
  ranges: readonly (readonly [number, number])[]
  from?: number
  to?: number
}) {
  return cutAtRanges(text, ranges, from, to).map(({ text: piece, start, isMarked }) =>
    isMarked ? <mark key={start}>{piece}</mark> : <Fragment key={start}>{piece}</Fragment>,
  )
}

function cutAtRanges(
  text: string,
  ranges: readonly (readonly [number, number])[],
  from: number,
  to: number,
): readonly Piece[] {
  const pieces: Piece[] = []
  let at = from
  const cut = (end: number, isMarked: boolean) => {
    if (end > at) pieces.push({ text: text.slice(at, end), start: at, isMarked })
    at = Math.max(at, end)
  }
  for (const [begin, end] of ranges) {
    cut(Math.min(begin, to), false)
    cut(Math.min(end, to), true)
  }
  cut(to, false)
  return pieces
}
