import type { Report } from '../screen.ts'
import type { Race } from './races.ts'
import { type Facts, isOutdated } from './report.ts'
import { type Sight, whereIs } from './sight.ts'

/**
 * Judges what a report says about unselected tags: that they still exist, that somebody else deleted them, that this
 * deletion hit and restored them; and whether it lists everything it hit.
 *
 * @param asked tags that either machine deletes
 */
export function judgeLines(
  { lines }: Report,
  facts: Facts,
  { asked, races }: { asked: ReadonlySet<string>; races: ReadonlyMap<string, Race> },
): readonly string[] {
  const { history, sight, who } = facts
  const wrong: string[] = []
  for (const line of lines) {
    const say = (tag: string, but: string) => wrong.push(`“${line}”, but ${tag} ${but}`)
    if (/still exists?\b/.test(line)) {
      for (const { tag } of history.gifts()) {
        // A name that nobody knew wasn't checked.
        const isUnseen = races.get(tag) === 'a new name on an image that was being deleted'
        const isFalse = isLost(tag, sight) && !isUnseen && !isOutdated(tag, facts)
        if (isFalse && !asked.has(tag)) say(tag, whereIs(tag, sight))
      }
    }
    const [, others] = /Deleted by somebody else: ([^]+?)\.(?:\s|$)/.exec(line) ?? []
    for (const tag of others?.split(/, | and /) ?? []) {
      const on = [tag, ...history.gifts(tag).map(({ node }) => node.digest)]
      const isBy = (one: { who: string; reference: string | undefined }) =>
        one.who !== who && on.includes(one.reference ?? '')
      if (!history.writes().some(isBy)) say(tag, 'was deleted by nobody else')
    }
    const [, hit] = /was affected\s+(\S+) was /.exec(line) ?? []
    const isBack = hit !== undefined && /was restored/.test(line)
    if (isBack && isLost(hit, sight) && !isOutdated(hit, facts)) say(hit, whereIs(hit, sight))
  }
  // What couldn't be checked isn't known to be hit.
  const isChecked = !lines.some((line) => /couldn’t be checked/i.test(line))
  for (const [tag, race] of isChecked ? races : []) {
    const isKnown =
      race === 'a tag moved onto an image that was being deleted' ||
      race === 'an index over an image that was being deleted'
    if (isKnown && !lines.some((line) => line.includes(tag))) {
      wrong.push(`${tag} was hit, and the report does not name it`)
    }
  }
  return wrong
}

function isLost(tag: string, { at, missing }: Sight): boolean {
  return at.get(tag) === undefined || missing.get(tag)?.length !== 0
}
