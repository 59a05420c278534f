import { RegistryError, isGone } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { provesMissing } from '../../registry/absence.ts'
import { listHeld } from './held.ts'
import type { ManifestStore } from './manifestStore.ts'
import type { CountListener, TagState, UnknownTag } from '../../registry/tags/tagReader.ts'
import { reachable, walkManifests } from './walk.ts'

/** A digest and the tags that point to it. */
export type Root = {
  readonly digest: Digest
  /** Empty if unknown. */
  readonly mediaType: string
  readonly tags: readonly Tag[]
}

/** The digests that tags point to, each with those of its tags that `isMeant` accepts. */
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

/** Tags about which nothing is proved. */
export function listUnproved(
  states: ReadonlyMap<Tag, TagState>,
  isMeant: (tag: Tag) => boolean = () => true,
): readonly { tag: Tag; state: UnknownTag }[] {
  return [...states].flatMap(([tag, state]) =>
    state.kind === 'unknown' && isMeant(tag) ? [{ tag, state }] : [],
  )
}

/** What a set of tags reaches through indexes, at any depth. */
export type Reach = {
  /** The roots whose index contains `digest` (not those that point to it), with their tags. */
  readonly holdersOf: (digest: Digest) => readonly Root[]
  /** Roots whose content couldn't be read completely, so it is unknown what they contain. */
  readonly unread: readonly Root[]
}

export const NOTHING_HELD: Reach = { holdersOf: () => [], unread: [] }

/** They contain no other manifests. */
const LEAF_TYPES: ReadonlySet<string> = new Set([
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerManifest,
  MEDIA_TYPE.schema1,
  MEDIA_TYPE.signedSchema1,
])

/**
 * Reads the indexes among `roots` and what they contain. A child that the registry lacks contains nothing.
 *
 * @throws LoginRequiredError; an abort
 */
export async function readReach(
  store: ManifestStore,
  roots: readonly Root[],
  {
    signal,
    onCount,
  }: { signal?: AbortSignal | undefined; onCount?: CountListener | undefined } = {},
): Promise<Reach> {
  // Only the type in the registry's response for a tag is trusted: an index can claim anything about a child.
  const top = roots.filter(({ mediaType }) => !LEAF_TYPES.has(mediaType))
  const inPlaceOfChild = new Set(top.map(({ digest }) => digest))
  const parents = new Map<Digest, Set<Digest>>()
  const found = await walkManifests(
    inPlaceOfChild,
    (digest) => store.read(digest, signal),
    (one, parent) => {
      const held = one instanceof RegistryError ? [] : listHeld(one)
      for (const { digest, isChild } of held) {
        if (isChild) inPlaceOfChild.add(digest)
        parents.set(digest, (parents.get(digest) ?? new Set()).add(parent))
      }
      return held.map(({ digest }) => digest)
    },
    onCount,
  )
  const isUnread = ([digest, one]: readonly [Digest, FetchedManifest | RegistryError]) => {
    if (!(one instanceof RegistryError)) return false
    // Annotations mention images of other repositories, and registries word "not found" in many ways.
    return !provesMissing(one) && (inPlaceOfChild.has(digest) || !isGone(one))
  }
  const parentsOf = (digest: Digest) => parents.get(digest) ?? []
  const unread = [...found].filter(isUnread).map(([digest]) => digest)
  const aboveUnread = reachable(unread, parentsOf)
  return {
    holdersOf: (digest) => {
      const above = reachable(parentsOf(digest), parentsOf)
      return roots.filter((root) => above.has(root.digest))
    },
    unread: roots.filter((root) => aboveUnread.has(root.digest)),
  }
}
