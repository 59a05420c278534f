import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import type { Transport } from '../registry/transport.ts'
import type { StayReason } from './deletionPlan.ts'
import type { ManifestStore } from './manifestStore.ts'
import { type Reach, readReach } from './reach.ts'
import type { Pace } from './settle.ts'
import { listUnknown, tagsByDigest } from './states.ts'
import { type CountListener, type TagState, askTags } from './tagState.ts'
import { type WholeList, listNamesLeft, listTagsLeft } from './wholeList.ts'

/** Where every tag that must stay is, at one moment. */
export type Sweep = {
  readonly list: WholeList
  /** Of every tag that was asked. */
  readonly states: ReadonlyMap<Tag, TagState>
  readonly tagsOn: ReadonlyMap<Digest, readonly Tag[]>
  readonly unknown: readonly Tag[]
  readonly reach: Reach
}

/** New tags may turn up while a sweep asks; it does not run after them for ever. */
const MOST_LISTS = 5

/**
 * Lists a repository afresh and asks every tag but those that go, also where its registry knows it no longer.
 * Indexes that were not seen before are read: they may hold what is about to be deleted. All of that takes
 * time, so the tags are listed again at the end, and those pushed meanwhile are asked, too, until a list has
 * no new name.
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
  const seen = [...known]
  const list = await listTagsLeft(transport, repository, seen)
  const states = new Map<Tag, TagState>()
  const asked = new Set<Tag>()
  const isOpen = (tag: Tag) => !asked.has(tag) && (!going.has(tag) || watched.has(tag))
  let names: readonly Tag[] = [...list.tags, ...seen, ...watched.keys()]
  for (let lists = 1; ; lists += 1) {
    const toAsk = [...new Set(names)].filter(isOpen)
    for (const [tag, state] of await askTags(transport, repository, toAsk, { onCount })) {
      asked.add(tag)
      const planned = watched.get(tag)
      // One that moved is somebody's, from then on.
      if (!planned || (state.kind === 'at' && state.digest !== planned)) states.set(tag, state)
    }
    const roots = tagsByDigest(states, () => true)
    const reach = await readReach(store, roots)
    names = await listNamesLeft(transport, repository)
    const isAtRest = !names.some(isOpen)
    if (!isAtRest && lists < MOST_LISTS) continue
    return {
      list: { ...list, isWhole: list.isWhole && isAtRest },
      states,
      tagsOn: new Map(roots.map((root) => [root.digest, root.tags])),
      unknown: listUnknown(states).map(({ tag }) => tag),
      reach,
    }
  }
}

/** Whether a sweep may still be relied on: milliseconds since its end, and those it took. */
export function isFresh(age: number, took: number, { sweepAge }: Pick<Pace, 'sweepAge'>): boolean {
  return sweepAge > 0 && age <= Math.max(sweepAge, took)
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
