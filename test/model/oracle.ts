import { type Content, reachOf } from './content.ts'
import type { Way } from './draw.ts'
import type { Sight, TagSight } from './observe.ts'

// What a deletion may do and must do, worked out from what was pushed and from the specification alone.
// Nothing here is the product's: where both are wrong they are wrong in different ways.

/** What the plan and the report say, in plain words. */
export type Statement = {
  /** Digests that the plan said would be deleted, and tags that nobody selected that would go with them. */
  readonly goes: ReadonlySet<string>
  readonly follows: ReadonlySet<string>
  /** Tags and digests of which the plan said that they cannot be brought back. */
  readonly irreversible: ReadonlySet<string>
  readonly orphans: ReadonlySet<string>
  readonly hidden: ReadonlySet<string>
  readonly tags: ReadonlyMap<string, TagClaim>
  readonly manifests: ReadonlyMap<string, 'gone' | 'there' | 'open'>
  readonly harmed: ReadonlySet<string>
  readonly leftovers: ReadonlySet<string>
  /** Why not everything was done and checked; empty where it was. */
  readonly reservations: readonly string[]
}

export type TagClaim =
  | { readonly kind: 'gone'; readonly image: 'gone' | 'there' | 'open' }
  | { readonly kind: 'at'; readonly digest: string }
  | { readonly kind: 'unchanged'; readonly why: string }
  | { readonly kind: 'dangling' }
  /** On something of the deletion's own. */
  | { readonly kind: 'replaced' }
  | { readonly kind: 'open'; readonly why: string }

/** A repository before and after, as others see it. */
export type Change = {
  /** When the plan was made. */
  readonly planned: Content
  /** When the deletion began. */
  readonly content: Content
  readonly way: Way
  readonly before: Sight
  readonly after: Sight
  /** The manifests that exist, where the disk could be looked at. */
  readonly revisions?: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }
}

/** What a deletion of the selected tags may take, by the specification. */
export type Allowed = {
  readonly digests: ReadonlySet<string>
  readonly followers: ReadonlySet<string>
}

/**
 * The most that may go: images whose every tag goes and which nothing that stays holds; then what only they
 * hold, what is attached to them, and so on. Grown from nothing, so that each has a reason.
 *
 * @param seen what cannot be read any more holds nothing
 */
export function allowedOf(content: Content, way: Way, seen?: Sight): Allowed {
  const { nodes, tags, selected, attachmentTags, hasReferrers } = content
  const leavesAttachments = way !== 'everything'
  const readable = new Map([...nodes].filter(([digest]) => seen?.manifests.has(digest) ?? true))
  let digests = new Set<string>()
  const followers = new Set<string>()
  for (;;) {
    const stays = [...tags].filter(([tag]) => !selected.has(tag) && !followers.has(tag))
    const kept = reachOf(
      stays.map(([, digest]) => digest),
      readable,
    )
    const candidates = new Set([...selected, ...followers].map((tag) => tags.get(tag) as string))
    for (const digest of digests) {
      const node = nodes.get(digest)
      if (!node?.hidesChildren) for (const child of node?.children ?? []) candidates.add(child)
      if (leavesAttachments || !hasReferrers) continue
      for (const node of nodes.values()) if (node.subject === digest) candidates.add(node.digest)
    }
    const grown = new Set([...candidates].filter((one) => nodes.has(one) && !kept.has(one)))
    const before = followers.size
    for (const [tag, subject] of attachmentTags) {
      const isFree = !leavesAttachments && !selected.has(tag)
      if (isFree && grown.has(subject)) followers.add(tag)
    }
    const isAtRest = grown.size === digests.size && followers.size === before
    digests = grown
    if (isAtRest) return { digests: way === 'tags-only' ? new Set() : digests, followers }
  }
}

/** What can be read no more of all that a tag reached; what was damaged before does not count. */
export function lostOf(was: TagSight, content: Content, before: Sight, after: Sight): string[] {
  // What a damaged index holds nobody can pull, and a collection may take.
  const intact = new Map([...content.nodes].filter(([digest]) => before.manifests.has(digest)))
  const readable = [...reachOf([was.at], intact)]
  const lost = readable.filter((one) => !after.manifests.has(one))
  for (const digest of readable) {
    for (const blob of content.nodes.get(digest)?.blobs ?? []) {
      if (before.blobs.has(blob) && !after.blobs.has(blob)) lost.push(`blob ${blob}`)
    }
  }
  return lost
}

/** Whether a manifest exists: by the disk where it was looked at, else by what the registry answers. */
export function isThere(
  digest: string,
  when: 'before' | 'after',
  { before, after, revisions }: Pick<Change, 'before' | 'after' | 'revisions'>,
): boolean {
  return (revisions?.[when] ?? (when === 'before' ? before : after).manifests).has(digest)
}

/** Neither listed nor found. */
export function isGone(sight: TagSight | undefined): boolean {
  return !sight || (sight.at === 'gone' && !sight.isListed)
}
