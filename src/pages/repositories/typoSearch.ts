import uFuzzy from '@leeoniya/ufuzzy'
import type { RepositoryName } from '../../registry/names.ts'
import type { Range } from './search.ts'

/** Above this number results are not ranked: nobody reads them, and ranking costs. */
const RANKED = 1000

// One letter wrong, missing, added or swapped in a word; its first letter has to be right.
const fuzzy = new uFuzzy({ intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 })

/** A search that forgives one typing mistake a word. */
export const typoSearch = {
  /** The names that hold every word, in any order; the best first where they are few. */
  search(names: readonly RepositoryName[], words: readonly string[]): readonly RepositoryName[] {
    let left = [...names]
    for (const word of words) {
      const found = fuzzy.filter(left, word) ?? []
      left = found.map((index) => left[index]).filter((name) => name !== undefined)
    }
    if (left.length === 0 || left.length > RANKED) return left
    const [, info, order] = fuzzy.search(left, words.join(' '), words.length)
    const ranked = order
      ?.map((at) => left[info?.idx[at] ?? -1])
      .filter((name) => name !== undefined)
    return ranked?.length === left.length ? ranked : left
  },

  /** Where the words stand in a name that `search` found. */
  ranges(name: string, words: readonly string[]): readonly Range[] {
    return words.flatMap((word) => {
      const found = fuzzy.filter([name], word)
      const flat = found?.length ? (fuzzy.info(found, [name], word).ranges[0] ?? []) : []
      const pairs: Range[] = []
      for (let at = 0; at + 1 < flat.length; at += 2) {
        const [from = 0, to = 0] = flat.slice(at)
        if (to > from) pairs.push([from, to])
      }
      return pairs
    })
  },
}

export type TypoSearch = typeof typoSearch
