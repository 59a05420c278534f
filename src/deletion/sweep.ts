import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import type { Transport } from '../registry/transport.ts'
import type { StayReason } from './deletionPlan.ts'
import type { ManifestStore } from './manifestStore.ts'
import { type Reach, readReach } from './reach.ts'
import type { Pace } from './settle.ts'
import { listUnknown, tagsByDigest } from './states.ts'
import { type CountListener, type TagState, askTags } from './tagState.ts'
import { type WholeList, listTagsLeft } from './wholeList.ts'

/** Where every tag that must stay is, at one moment. */
export type Sweep = {
  readonly list: WholeList
  /** Of every tag that was asked. */
  readonly states: ReadonlyMap<Tag, TagState>
  readonly tagsOn: ReadonlyMap<Digest, readonly Tag[]>
  readonly unknown: readonly Tag[]
  readonly reach: Reach
}

/**
 * Lists a repository afresh and asks every tag but those that go, also where its registry knows it no longer. Indexes that were not seen before are read:
 * they may hold what is about to be deleted.
 *
 * @param going selected tags
 * @param known unselected tags that were seen before: asked even where the list does not name them
 * @param watched tags that go, with the digest each was planned on: asked, too, and left out of what is found
 *   unless they moved
 * @throws what listing throws; LoginRequiredError
 */
export async function sweepTags(
  transport: Transport,
  repository: RepositoryName,
  store: ManifestStore,
  {
    going,
    known,
    watched = new Map(),
    onCount,
  }: {
    going: ReadonlySet<Tag>
    known: Iterable<Tag>
    watched?: ReadonlyMap<Tag, Digest>
    onCount?: CountListener | undefined
  },
): Promise<Sweep> {
  const list = await listTagsLeft(transport, repository)
  const staying = [...new Set([...list.tags, ...known])].filter((tag) => !going.has(tag))
  const asked = await askTags(transport, repository, [...staying, ...watched.keys()], { onCount })
  const states = new Map(
    [...asked].filter(([tag, state]) => {
      const planned = watched.get(tag)
      // One that moved is somebody's, from then on.
      return !planned || (state.kind === 'at' && state.digest !== planned)
    }),
  )
  const roots = tagsByDigest(states, () => true)
  return {
    list,
    states,
    tagsOn: new Map(roots.map((root) => [root.digest, root.tags])),
    unknown: listUnknown(states).map(({ tag }) => tag),
    reach: await readReach(store, roots),
  }
}

/** Whether a sweep may still be relied on: milliseconds since its end, and those it took. */
export function isFresh(age: number, took: number, { sweepAge }: Pick<Pace, 'sweepAge'>): boolean {
  return age <= Math.max(sweepAge, took)
}

/** Why `digest` must not be deleted as things are now; `undefined` where nothing speaks against it. */
export function findHolder(sweep: Sweep, digest: Digest): StayReason | undefined {
  const tags = sweep.tagsOn.get(digest)
  if (tags) return { kind: 'shared', tags }
  const [holder] = sweep.reach.holdersOf(digest)
  if (holder) return { kind: 'in-index', index: holder.digest, tags: holder.tags }
  if (!sweep.list.isWhole) return { kind: 'list-incomplete' }
  if (sweep.unknown.length > 0) return { kind: 'unknown-tags', tags: sweep.unknown }
  const unread = sweep.reach.unread.flatMap((root) => root.tags)
  return unread.length > 0 ? { kind: 'index-unread', tags: unread } : undefined
}
