import type { Digest, Tag } from '../../registry/names.ts'
import type { StayReason } from './deletionPlan.ts'
import type { Reach } from '../../image/graph/reach.ts'

/** What is known of the tags of a repository that are kept. */
export type KeptTags = {
  /** The tags on a digest. */
  readonly tagsOn: (digest: Digest) => readonly Tag[]
  readonly reach: Reach
  /** Tags that may be on anything. */
  readonly unknown: readonly Tag[]
  readonly listIsWhole: boolean
}

/**
 * Why an image must not be deleted, as far as tags that are kept tell: before a deletion by its plan, and
 * while it runs by each sweep. Empty where nothing speaks against it.
 */
export function keptBecause(
  digest: Digest,
  { tagsOn, reach, unknown, listIsWhole }: KeptTags,
): readonly StayReason[] {
  const tags = tagsOn(digest)
  const unread = reach.unread.flatMap((root) => root.tags)
  return [
    ...(tags.length > 0 ? [{ kind: 'shared', tags } as const] : []),
    ...reach
      .holdersOf(digest)
      .map((root) => ({ kind: 'in-index', index: root.digest, tags: root.tags }) as const),
    ...(unknown.length > 0 ? [{ kind: 'unknown-tags', tags: unknown } as const] : []),
    ...(listIsWhole ? [] : [{ kind: 'list-incomplete' } as const]),
    ...(unread.length > 0 ? [{ kind: 'index-unread', tags: unread } as const] : []),
  ]
}
