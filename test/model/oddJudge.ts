import type { Content } from './content.ts'
import { printClaim } from './judge.ts'
import type { OddRegistry } from './oddRegistry.ts'
import type { Change, Statement } from './oracle.ts'

/** What was left undone or open on an odd registry, if everything was over in time. */
export function oddOmissions(change: Change, said: Statement, odd: OddRegistry): string[] {
  // What can't be read is kept and left open.
  if (odd.blockedTag !== undefined) return []
  const { lockedTag } = odd
  const isOnlyLocked = lockedTag !== undefined && !odd.takesAlong
  return [...needlessDoubts(said), ...(isOnlyLocked ? heldBack(change, said, lockedTag) : [])]
}

/** What a report leaves open although nothing lasted longer than a deletion waits. */
function needlessDoubts(said: Statement): string[] {
  const doubts = [...said.tags].flatMap(([tag, claim]) =>
    claim.kind === 'open' ? [`${tag} is left open: ${printClaim(claim)}`] : [],
  )
  for (const [digest, claim] of said.manifests) {
    if (claim === 'open') doubts.push(`manifest ${digest} is left open`)
  }
  return doubts
}

/** What didn't go although only another tag is locked. */
function heldBack({ content }: Change, said: Statement, lockedTag: string): string[] {
  const locked = content.tags.get(lockedTag)
  const stuck = locked === undefined ? new Set<string>() : stuckWith(locked, content)
  const held = said.reservations.filter((one) => one.startsWith('it stopped'))
  for (const tag of content.selected) {
    const claim = said.tags.get(tag)
    if (claim?.kind === 'gone' || stuck.has(content.tags.get(tag) ?? '')) continue
    held.push(`${tag} did not go, though only ${lockedTag} is locked: ${printClaim(claim)}`)
  }
  return held
}

/** Images deleted although the first one had taken a kept tag along. */
export function heedless({ content }: Change, said: Statement, odd: OddRegistry): string[] {
  const own = odd.deleted.filter(({ digest }) => content.nodes.has(digest))
  const [first, ...others] = own
  const isKept = (tag: string) => !content.selected.has(tag) && !said.follows.has(tag)
  const taken = [...content.tags].filter(([tag, at]) => isKept(tag) && first?.along.includes(at))
  if (!odd.isPrompt || taken.length === 0) return []
  return others.map(({ digest }) => `${digest} was deleted after ${taken.join(' ')} went along`)
}

/** Everything that is kept with an image: what it contains, and what is attached to that, at any depth. */
function stuckWith(digest: string, { nodes, tags, attachmentTags }: Content): ReadonlySet<string> {
  const stuck = new Set<string>()
  const open = [digest]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (stuck.has(one)) continue
    stuck.add(one)
    open.push(...(nodes.get(one)?.children ?? []))
    for (const node of nodes.values()) if (node.subject === one) open.push(node.digest)
    for (const [tag, subject] of attachmentTags) {
      if (subject === one) open.push(tags.get(tag) as string)
    }
  }
  return stuck
}
