import { holdsWords, readWords } from '../../format/searchWords.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { type Range, findWord } from './typoSearch.ts'

/** With this many names that hold every word, nobody is missing one because of a typing mistake. */
const ENOUGH = 20

/**
 * The names that match what was typed: those that hold every word, in any order, as they come in `names`;
 * behind them those that do with one typing mistake a word.
 */
export function searchNames(
  names: readonly RepositoryName[],
  query: string,
): readonly RepositoryName[] {
  const words = readWords(query)
  if (words.length === 0) return names
  const exact = names.filter((name) => holdsWords(name, words))
  if (exact.length >= ENOUGH) return exact
  const known = new Set(exact)
  const forgiven = names.filter(
    (name) => !known.has(name) && words.every((word) => findWord(name, word)),
  )
  return [...exact, ...forgiven]
}

/** Where the words of `query` stand in `name`: ranges to be marked, in order, not overlapping. */
export function matchRanges(name: string, query: string): readonly Range[] {
  const found = readWords(query).map((word) => findWord(name, word))
  return joinRanges(found.filter((range) => range !== undefined))
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
