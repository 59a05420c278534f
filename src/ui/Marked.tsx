import type { ReactNode } from 'react'

/** `text` with `ranges` highlighted, in the order of their starts; they may overlap and exceed the text. */
export function Marked({
  text,
  ranges,
}: {
  text: string
  ranges: readonly (readonly [from: number, to: number])[]
}) {
  const pieces: ReactNode[] = []
  let at = 0
  for (const [from, to] of ranges) {
    const start = Math.max(from, at)
    if (to <= start || start >= text.length) continue
    pieces.push(text.slice(at, start), <mark key={start}>{text.slice(start, to)}</mark>)
    at = to
  }
  return [...pieces, text.slice(at)]
}
