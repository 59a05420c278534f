import { type Content, reachOf } from './content.ts'
import { leftBehind } from './judge.ts'
import type { Sight } from './observe.ts'
import { type Change, type Statement, isGone, isThere, lostOf } from './oracle.ts'

/** Where undo didn't restore what existed, although the plan promised it. */
export function unrestored(change: Change, said: Statement): string[] {
  const { planned, content, before, after, revisions } = change
  const wrong: string[] = []
  for (const [tag, was] of before.tags) {
    const now = after.tags.get(tag)
    const isLeft = isGone(now) || said.tags.get(tag)?.kind === 'replaced'
    const isExcused = isLeft && (said.irreversible.has(tag) || isRobbed(was.at, change))
    if (now?.at !== was.at && !isExcused) wrong.push(`${tag} is at ${now?.at}, not at ${was.at}`)
  }
  for (const [tag, { at }] of after.tags) {
    // What somebody else deleted just before is restored along with the rest.
    const isMeant = planned.selected.has(tag) || said.follows.has(tag)
    const isPlanned = isMeant && planned.tags.get(tag) === at
    if (!before.tags.has(tag) && !isPlanned) wrong.push(`${tag} appeared`)
  }
  const excused = reachOf([...said.irreversible], content.nodes)
  for (const digest of content.nodes.keys()) {
    const isLost = isThere(digest, 'before', change) && !isThere(digest, 'after', change)
    if (isLost && !excused.has(digest) && !isRobbed(digest, change))
      wrong.push(`manifest ${digest} did not come back`)
  }
  const theirs = [...said.leftovers, ...planned.nodes.keys()]
  const left = revisions && {
    revisions: { ...revisions, before: new Set([...revisions.before, ...theirs]) },
  }
  return [...wrong, ...leftBehind({ ...left, after }, said)]
}

/**
 * Whether somebody deleted, after the plan, a manifest that an index refers to outside its list: nobody recorded it.
 */
function isRobbed(digest: string, { content, before }: Change): boolean {
  return [...reachOf([digest], content.nodes)].some((one) => {
    const node = content.nodes.get(one)
    return (
      node?.hidesChildren === true && node.children.some((child) => !before.manifests.has(child))
    )
  })
}

/** Tags that aren't where they just were, or can't be pulled completely, although they could at first. */
export function unpullable(
  content: Content,
  { first, latest, now }: { first: Sight; latest: Sight; now: Sight },
): string[] {
  const wrong: string[] = []
  for (const [tag, was] of latest.tags) {
    const at = now.tags.get(tag)?.at ?? 'gone'
    if (at !== was.at) wrong.push(`${tag} is at ${at}, not at ${was.at}`)
    if (at !== first.tags.get(tag)?.at) continue
    for (const lost of lostOf(was, content, first, now)) wrong.push(`${tag} lost ${lost}`)
  }
  return wrong
}

/** After undo of what may have been collected: tags that are neither fully restored nor gone. */
export function brokenlyRestored(
  planned: Content,
  content: Content,
  { first, now, said }: { first: Sight; now: Sight; said: Statement | undefined },
): string[] {
  const wrong: string[] = []
  for (const [tag, sight] of now.tags) {
    // It is reported where it remains.
    if (said?.tags.get(tag)?.kind === 'replaced') continue
    const at = first.tags.get(tag)?.at ?? planned.tags.get(tag)
    const isWhole = at === sight.at && lostOf(sight, content, first, now).length === 0
    if (!isWhole && !isGone(sight)) wrong.push(`${tag} was left at ${sight.at}, not whole`)
  }
  return wrong
}
