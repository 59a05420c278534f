import type { RepositoryName } from '../../registry/names.ts'
import type { TypoSearch } from './typoSearch.ts'

/** With this many names that hold every word, nobody is missing one because of a typing mistake. */
const ENOUGH = 20

/** Where something stands in a name: from, to. */
export type Range = readonly [number, number]

/**
 * The names that match what was typed: those that hold every word, in any order, as they come in `names`;
 * behind them, once `typos` is loaded, those that do with one typing mistake a word.
 */
export function searchNames(
  names: readonly RepositoryName[],
  query: string,
  typos: TypoSearch | undefined,
): readonly RepositoryName[] {
  const words = readWords(query)
  if (words.length === 0) return names
  const exact = names.filter((name) => words.every((word) => name.includes(word)))
  if (!typos || exact.length >= ENOUGH) return exact
  const known = new Set(exact)
  return [
    ...exact,
    ...typos.search(
      names.filter((name) => !known.has(name)),
      words,
    ),
  ]
}

/** Where the words of `query` stand in `name`: ranges to be marked, in order, not overlapping. */
export function matchRanges(
  name: string,
  query: string,
  typos: TypoSearch | undefined,
): readonly Range[] {
  const words = readWords(query)
  const exact = words.flatMap((word): Range[] => {
    const at = name.indexOf(word)
    return at < 0 ? [] : [[at, at + word.length]]
  })
  return joinRanges(exact.length === words.length ? exact : (typos?.ranges(name, words) ?? []))
}

function readWords(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean)
}

function joinRanges(ranges: readonly Range[]): readonly Range[] {
  const joined: [number, number][] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}
