import type { Digest, Tag } from '../../registry/names.ts'
import type { CanaryAnswer } from '../ability/ability.ts'
import type { Reach } from '../../image/graph/reach.ts'

/** Why an image is kept though it, or tags of it, were to go. */
export type KeptReason =
  /** Unselected tags are on it. */
  | { readonly kind: 'shared'; readonly tags: readonly Tag[] }
  /** An index that stays holds it. */
  | { readonly kind: 'in-index'; readonly index: Digest; readonly tags: readonly Tag[] }
  /** These tags may be on it. */
  | { readonly kind: 'unknown-tags'; readonly tags: readonly Tag[] }
  /** There may be tags that the registry does not name. */
  | { readonly kind: 'list-incomplete' }
  /** These tags have an index that could not be read, which may hold it. */
  | { readonly kind: 'index-unread'; readonly tags: readonly Tag[] }
  | { readonly kind: 'canary'; readonly answer: CanaryAnswer; readonly tags: readonly Tag[] }
  /** Its bytes could not be read, so it could not be restored. */
  | { readonly kind: 'image-unread'; readonly message: string }
  /** It was chosen so. */
  | { readonly kind: 'tags-only' }
  /** It was left out of the deletion. */
  | { readonly kind: 'not-chosen' }
  /** It belongs to an image that stays after all. */
  | { readonly kind: 'subject-stays'; readonly digest: Digest }

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
export function reasonsToKeep(
  digest: Digest,
  { tagsOn, reach, unknown, listIsWhole }: KeptTags,
): readonly KeptReason[] {
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
