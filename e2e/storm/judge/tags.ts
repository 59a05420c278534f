import type { Scene, Selected } from '../scene.ts'
import { type Race, findRace } from './races.ts'
import { type Sight, whereIs } from './sight.ts'

export type TagVerdict = {
  readonly wrong: readonly string[]
  /** Tags that aren't where they were last pushed, as the documentation says may happen. */
  readonly races: ReadonlyMap<string, Race>
}

/**
 * Judges where every tag points. What somebody pushed to a tag exists and can be pulled completely, unless it was
 * selected there; and after undo, even then.
 *
 * @param leftOut attachment tags that the page says it left out; `undefined` before the undo
 */
export function judgeTags(
  { content, history }: Pick<Scene, 'content' | 'history'>,
  sight: Sight,
  selections: readonly Selected[],
  leftOut?: ReadonlySet<string>,
): TagVerdict {
  const wrong: string[] = []
  const races = new Map<string, Race>()
  const isAt = (tag: string, digest: string | undefined) =>
    sight.at.get(tag) === digest && (digest === undefined || sight.missing.get(tag)?.length === 0)
  const given = new Set(history.gifts().map(({ tag }) => tag))
  for (const tag of given) {
    const digests = history.gifts(tag).map(({ node }) => node.digest)
    const last = digests.at(-1)
    const mayBeGone = !leftOut && selections.some((selected) => selected.get(tag) === last)
    if (isAt(tag, last) || (mayBeGone && isAt(tag, undefined))) continue
    const race = findRace(history, tag)
    if (race && [undefined, ...digests].some((digest) => isAt(tag, digest))) races.set(tag, race)
    else wrong.push(`${tag} was put onto ${last} and ${whereIs(tag, sight)}`)
  }
  for (const [tag, { digest, subject }] of content.lists) {
    if (isAt(tag, digest)) continue
    const wasDeleted = history.writes(subject).some(({ method }) => method === 'DELETE')
    const mayBeGone = leftOut
      ? leftOut.has(tag) || !sight.manifests.has(subject)
      : wasDeleted || !sight.manifests.has(subject)
    if (mayBeGone && isAt(tag, undefined)) continue
    wrong.push(`${tag} has to be on ${digest} and ${whereIs(tag, sight)}`)
  }
  for (const [tag, digest] of sight.at) {
    const isKnown = given.has(tag) || content.lists.has(tag)
    if (!isKnown && digest !== undefined) wrong.push(`${tag} is there, and nobody pushed it`)
  }
  return { wrong, races }
}
