import { reachOf } from './content.ts'
import type { TagSight } from './observe.ts'
import {
  type Change,
  type Statement,
  type TagClaim,
  allowedOf,
  isGone,
  isThere,
  lostOf,
} from './oracle.ts'

/** What every deletion must guarantee, whatever happens; returns the broken promises. */
export function brokenPromises(change: Change, said: Statement): string[] {
  const { planned, content, way, before, after } = change
  const allowed = allowedOf(content, way, before)
  const foreseen = planned === content ? allowed : allowedOf(planned, way)
  const broken: string[] = []
  for (const [tag, was] of before.tags) {
    const mayGo = said.follows.has(tag) && allowed.followers.has(tag)
    if (content.selected.has(tag) || mayGo) continue
    const at = after.tags.get(tag)?.at
    if (at !== was.at) broken.push(`${tag} was not selected and went from ${was.at} to ${at}`)
    for (const lost of lostOf(was, content, before, after)) broken.push(`${tag} lost ${lost}`)
  }
  for (const tag of after.tags.keys()) if (!before.tags.has(tag)) broken.push(`${tag} appeared`)
  for (const tag of said.follows) {
    if (!foreseen.followers.has(tag)) broken.push(`the plan lets ${tag} go, which nobody selected`)
  }
  for (const digest of content.nodes.keys()) {
    if (!isThere(digest, 'before', change) || isThere(digest, 'after', change)) continue
    if (!allowed.digests.has(digest)) broken.push(`manifest ${digest} may not be deleted`)
    if (!said.goes.has(digest)) broken.push(`manifest ${digest} went, unsaid by the plan`)
  }
  return broken
}

/** The deletion's own manifests that still exist without being reported. */
export function leftBehind(
  { revisions, after }: Pick<Change, 'revisions' | 'after'>,
  said: Statement,
): string[] {
  const replaced = [...said.tags].filter(([, { kind }]) => kind === 'replaced')
  const named = new Set([...said.leftovers, ...replaced.map(([tag]) => after.tags.get(tag)?.at)])
  return [...(revisions?.after ?? [])]
    .filter((digest) => !revisions?.before.has(digest) && !named.has(digest))
    .map((digest) => `${digest} was left behind`)
}

/**
 * Where the report differs from what is found.
 *
 * @param options `isCut`: a tag that is unlisted and has no manifest counts as gone. `isLate`: what was still listed
 *   when the report was made is no longer
 */
export function untruths(
  change: Change,
  said: Statement,
  { isCut = false, isLate = false } = {},
): string[] {
  const { content, before, after } = change
  const wrong: string[] = []
  for (const tag of new Set([...content.selected, ...said.follows, ...said.tags.keys()])) {
    const claim = said.tags.get(tag)
    const now = after.tags.get(tag) ?? { isListed: false, at: 'gone' as const }
    const found = `${now.at}${now.isListed ? ', listed' : ''}`
    if (!claim) wrong.push(`nothing is said of ${tag}`)
    else if (isLate && claim.kind === 'dangling' && isGone(now)) continue
    else if (isCut && claim.kind === 'gone' && claim.image === 'open' && now.at === 'gone') continue
    else if (!isTrue(claim, now, before.tags.get(tag))) {
      wrong.push(`${tag} is said to be ${printClaim(claim)}: ${found}`)
    }
    const digest = content.tags.get(tag)
    if (!digest || claim?.kind !== 'gone' || claim.image === 'open') continue
    const isWrong = isThere(digest, 'after', change) !== (claim.image === 'there')
    if (isWrong && isThere(digest, 'before', change)) {
      wrong.push(`the image of ${tag} is said to be ${claim.image}, and is not`)
    }
  }
  for (const [digest, claim] of said.manifests) {
    if (claim !== 'open' && isThere(digest, 'after', change) !== (claim === 'there')) {
      wrong.push(`manifest ${digest} is said to be ${claim}, and is not`)
    }
  }
  return wrong
}

/** Where the next start says something else about a tag than what is found. */
export function misreported({ before, after }: Change, claims: ReadonlyMap<string, TagClaim>) {
  return [...claims].flatMap(([tag, claim]) => {
    const now = after.tags.get(tag) ?? { isListed: false, at: 'gone' as const }
    const found = `${now.at}${now.isListed ? ', listed' : ''}`
    return isTrue(claim, now, before.tags.get(tag))
      ? []
      : [`${tag} is reported to be ${printClaim(claim)}: ${found}`]
  })
}

/** What is neither gone nor unchanged after the next start has finished or reverted everything. */
export function halfDone({ content, before, after }: Change, said: Statement): string[] {
  const wrong: string[] = []
  for (const tag of [...content.selected, ...said.follows]) {
    const now = after.tags.get(tag)
    const was = before.tags.get(tag)
    if (isGone(now) || !was) continue
    if (now?.at !== was.at) wrong.push(`${tag} is left at ${now?.at}`)
    for (const lost of lostOf(was, content, before, after)) {
      wrong.push(`${tag} stands without ${lost}`)
    }
  }
  const standing = reachOf(
    [...after.tags.values()].map(({ at }) => at),
    content.nodes,
  )
  for (const [tag, subject] of content.attachmentTags) {
    const isLost = before.tags.has(tag) && (after.tags.get(tag)?.at ?? 'gone') === 'gone'
    if (isLost && standing.has(subject) && !content.selected.has(tag)) {
      wrong.push(`${subject} stands without its ${tag}`)
    }
  }
  return wrong
}

export function printClaim(claim: TagClaim | undefined): string {
  return claim ? Object.values(claim).join(' ') : 'nothing'
}

function isTrue(claim: TagClaim, now: TagSight, was: TagSight | undefined): boolean {
  switch (claim.kind) {
    case 'gone':
      return isGone(now)
    case 'at':
      return now.at === claim.digest
    case 'unchanged':
      // An incomplete list shows a tag again once the tag that hid it is gone.
      return now.at === was?.at && (now.at !== 'gone' || now.isListed === was.isListed)
    case 'dangling':
      return now.at === 'gone' && now.isListed
    case 'replaced':
      return now.at.startsWith('sha256:') && now.at !== was?.at
    case 'open':
      return true
  }
}
