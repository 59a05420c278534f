import { holdsWords, readWords } from './searchWords.ts'
import type { RepositoryName } from '../registry/names.ts'

/** A position in a name: from, to. */
export type Range = readonly [number, number]

/** With this many exact matches, nobody misses the ones with a typo. */
const ENOUGH = 20

/**
 * The names that match a search: those that contain every word, in any order, sorted as in `names`, followed by
 * those that do so with one typo per word.
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

/** Where the words of `query` occur in `name`: ranges to highlight, in the order of their starts. */
export function matchRanges(name: string, query: string): readonly Range[] {
  const found = readWords(query).map((word) => findWord(name, word))
  return found.filter((range) => range !== undefined).toSorted((a, b) => a[0] - b[0])
}

/** Longer words must match exactly: they were pasted, not typed. */
const LONGEST = 64

const LETTER = /[a-z]/

/**
 * Where a word occurs in a name with at most one typo: two letters swapped, one missing, added or wrong. The first
 * letter and all digits must be right. Not a regular expression, because the word may come from a link, and an
 * expression could run without limit.
 */
function findWord(name: string, word: string): Range | undefined {
  const exact = name.indexOf(word)
  if (exact >= 0) return [exact, exact + word.length]
  if (word.length < 3 || word.length > LONGEST) return undefined
  for (let at = name.indexOf(word.charAt(0)); at >= 0; at = name.indexOf(word.charAt(0), at + 1)) {
    const end = findEnd(name, word, at)
    if (end !== undefined) return [at, end]
  }
  return undefined
}

/** Where a word with one typo that starts at `start` ends. Short words allow fewer typos: too many are similar. */
function findEnd(name: string, word: string, start: number): number | undefined {
  let same = 1
  while (same < word.length && name[start + same] === word[same]) same += 1
  const at = start + same
  const [typed, found] = [word[same] ?? '', name[at] ?? '']
  const fits = (rest: number, from: number) => {
    // Almost always decides, and is much faster than slicing the word.
    if (rest < word.length && name[from] !== word[rest]) return undefined
    return name.startsWith(word.slice(rest), from) ? from + word.length - rest : undefined
  }
  const [isTypo, isLetter] = [LETTER.test(typed), LETTER.test(found)]
  const isSwapped = isTypo && isLetter && typed === name[at + 1] && found === word[same + 1]
  const swapped = isSwapped ? fits(same + 2, at + 2) : undefined
  const missing = isLetter && word.length > 3 ? fits(same, at + 1) : undefined
  if (word.length < 5) return swapped ?? missing
  const tooMany = isTypo ? fits(same + 1, at) : undefined
  const wrong = isTypo && isLetter ? fits(same + 1, at + 1) : undefined
  return swapped ?? missing ?? wrong ?? tooMany
}
