import type { Digest, Tag } from '../../registry/names.ts'
import type { CanaryAnswer } from '../ability/ability.ts'
import type { Reach } from '../../image/graph/reach.ts'

/** Why an image is kept although it, or tags of it, were selected. */
export type KeptReason =
  /** Unselected tags point to it. */
  | { readonly kind: 'shared'; readonly tags: readonly Tag[] }
  /** A kept index contains it. */
  | { readonly kind: 'in-index'; readonly index: Digest; readonly tags: readonly Tag[] }
  /** These tags may point to it. */
  | { readonly kind: 'unknown-tags'; readonly tags: readonly Tag[] }
  /** There may be tags that the registry doesn't list. */
  | { readonly kind: 'list-incomplete' }
  /** These tags point to an index that couldn't be read and may contain it. */
  | { readonly kind: 'index-unread'; readonly tags: readonly Tag[] }
  | { readonly kind: 'canary'; readonly answer: CanaryAnswer; readonly tags: readonly Tag[] }
  /** Its bytes couldn't be read, so it couldn't be restored. */
  | { readonly kind: 'image-unread'; readonly message: string }
  /** The user chose to delete tags only. */
  | { readonly kind: 'tags-only' }
  /** The user excluded it. */
  | { readonly kind: 'not-chosen' }
  /** The registry refused to delete it, though it deletes others. */
  | { readonly kind: 'refused'; readonly message: string }
  /** It belongs to an image that is kept after all. */
  | { readonly kind: 'subject-stays'; readonly digest: Digest }

/** What is known about the kept tags of a repository. */
export type KeptTags = {
  readonly tagsOn: (digest: Digest) => readonly Tag[]
  readonly reach: Reach
  /** Tags that may point to anything. */
  readonly unknown: readonly Tag[]
  readonly listIsWhole: boolean
}

/** Why an image must not be deleted, judged by the kept tags: for the plan, and after each sweep in the run. */
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
