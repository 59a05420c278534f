import { type Content, reachOf } from './content.ts'
import type { Way } from './draw.ts'
import type { Sight, TagSight } from './observe.ts'

// What a deletion may and must do, derived only from what was pushed and from the specification. It shares no code
// with the product, so if both are wrong, they are wrong in different ways.

/** What the plan and the report say, in simple terms. */
export type Statement = {
  /** Digests to be deleted according to the plan, and unselected tags to be deleted along. */
  readonly goes: ReadonlySet<string>
  readonly follows: ReadonlySet<string>
  /** Tags and digests that can't be restored according to the plan. */
  readonly irreversible: ReadonlySet<string>
  readonly orphans: ReadonlySet<string>
  readonly hidden: ReadonlySet<string>
  readonly tags: ReadonlyMap<string, TagClaim>
  readonly manifests: ReadonlyMap<string, 'gone' | 'there' | 'open'>
  readonly harmed: ReadonlySet<string>
  readonly leftovers: ReadonlySet<string>
  /** Why not everything was done and verified; empty if it was. */
  readonly reservations: readonly string[]
}

export type TagClaim =
  | { readonly kind: 'gone'; readonly image: 'gone' | 'there' | 'open' }
  | { readonly kind: 'at'; readonly digest: string }
  | { readonly kind: 'unchanged'; readonly why: string }
  | { readonly kind: 'dangling' }
  /** It points to something made by the deletion. */
  | { readonly kind: 'replaced' }
  | { readonly kind: 'open'; readonly why: string }

/** A repository before and after, as seen by others. */
export type Change = {
  /** When the plan was made. */
  readonly planned: Content
  /** When the deletion began. */
  readonly content: Content
  readonly way: Way
  readonly before: Sight
  readonly after: Sight
  /** The manifests that exist, if the disk could be inspected. */
  readonly revisions?: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }
}

/** What a deletion of the selected tags may remove by the specification. */
export type Allowed = {
  readonly digests: ReadonlySet<string>
  readonly followers: ReadonlySet<string>
}

/**
 * The most that may be deleted: images of which every tag is deleted and which nothing kept contains; then what only
 * they contain, their attachments, and so on. Built up from nothing, so that everything has a reason.
 *
 * @param seen unreadable manifests contain nothing
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

/** What can no longer be read of everything that a tag reached, except what was already damaged. */
export function lostOf(was: TagSight, content: Content, before: Sight, after: Sight): string[] {
  // The content of a damaged index can't be pulled, and may be garbage-collected.
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

/** Whether a manifest exists: by the disk if inspected, else by the registry's response. */
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
