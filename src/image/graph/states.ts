import type { Digest, Tag } from '../../registry/names.ts'
import type { Root } from './reach.ts'
import type { TagState, UnknownTag } from '../../registry/tags/tagState.ts'

/** The digests that tags are on, each with those of its tags that `isMeant`. */
export function tagsByDigest(
  states: ReadonlyMap<Tag, TagState>,
  isMeant: (tag: Tag) => boolean,
): readonly Root[] {
  const roots = new Map<Digest, { digest: Digest; mediaType: string; tags: Tag[] }>()
  for (const [tag, state] of states) {
    if (state.kind !== 'at' || !isMeant(tag)) continue
    const { digest, mediaType } = state
    const root = roots.get(digest)
    if (root) root.tags.push(tag)
    else roots.set(digest, { digest, mediaType, tags: [tag] })
  }
  return [...roots.values()]
}

/** Tags of which nothing is proved. */
export function listUnproved(
  states: ReadonlyMap<Tag, TagState>,
  isMeant: (tag: Tag) => boolean = () => true,
): readonly { tag: Tag; state: UnknownTag }[] {
  return [...states].flatMap(([tag, state]) =>
    state.kind === 'unknown' && isMeant(tag) ? [{ tag, state }] : [],
  )
}
