import type { DeletedRow } from '../screen.ts'
import { readInterrupted } from './claims.ts'
import { type Facts, judgeManifest } from './report.ts'
import { whereIs } from './sight.ts'

/** Judges how many tags an interrupted deletion is said to have deleted and kept. */
export function judgeInterruption(
  text: string,
  { sight, selected, history, who }: Facts,
  attached: readonly string[],
): readonly string[] {
  const { gone, stayed, elsewhere, isUntouched } = readInterrupted(text)
  const all = [...selected.keys(), ...attached].map((tag) => sight.at.get(tag))
  const absent = all.filter((digest) => digest === undefined).length
  const there = all.length - absent
  const own = history.writes().filter((one) => one.who === who && one.from > history.begin(who))
  return [
    ...(gone <= absent ? [] : [`“${text}”, but ${absent} are`]),
    ...(stayed + elsewhere <= there ? [] : [`“${text}”, but ${there} are there`]),
    ...(isUntouched && own.length > 0 ? [`“${text}”, but ${own[0]?.reference} was written`] : []),
  ]
}

/** Judges what the page Deleted lists: exactly what this machine deleted. */
export function judgeDeleted(rows: readonly DeletedRow[], facts: Facts): readonly string[] {
  const { history, sight, selected, who } = facts
  const wrong: string[] = []
  /** Whether a request of this machine may have deleted a tag. */
  const mayHaveTaken = (tag: string) =>
    history.writes().some(({ who: by, method, reference = '' }) => {
      const wasOn = history.gifts(tag).some(({ node }) => node.digest === reference)
      return by === who && (reference === tag || (method === 'DELETE' && wasOn))
    })
  for (const { tags, digest, text } of rows) {
    const isOpen = text.includes('unknown whether')
    if (digest && !/may be gone|its manifest was missing/.test(text)) {
      const isSaidToBe = text.includes('image kept')
      wrong.push(...judgeManifest(digest, isSaidToBe, `Deleted lists “${text}”`, facts))
    }
    for (const tag of tags) {
      const isThere = sight.at.get(tag) !== undefined
      if (isThere && !isOpen && !tag.startsWith('sha256-') && !mayHaveTaken(tag)) {
        wrong.push(
          `Deleted lists ${tag}, to which nothing was done and which ${whereIs(tag, sight)}`,
        )
      }
    }
  }
  const listed = new Set(rows.flatMap(({ tags }) => tags))
  for (const tag of selected.keys()) {
    const isGone = sight.at.get(tag) === undefined
    if (isGone && mayHaveTaken(tag) && !listed.has(tag)) {
      wrong.push(`${tag} is gone, and Deleted does not list it`)
    }
  }
  return wrong
}

/** Judges what is said to be restored: every tag of it is where it was when this machine deleted it. */
export function judgeRestored(rows: readonly DeletedRow[], facts: Facts): readonly string[] {
  const { sight, selected } = facts
  return rows.flatMap(({ tags, text, isRestored }) => {
    const isBack = (tag: string) =>
      sight.at.get(tag) === selected.get(tag) && sight.missing.get(tag)?.length === 0
    const lost = tags.filter((tag) => selected.has(tag) && !isBack(tag))
    return isRestored ? lost.map((tag) => `“${text}”, but ${tag} ${whereIs(tag, sight)}`) : []
  })
}
