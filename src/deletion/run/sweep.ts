import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import type { KeptTags } from '../plan/keptBecause.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import { listUnproved, readReach, tagsByDigest } from '../../image/graph/reach.ts'
import type { Pace } from './look.ts'
import { type CountListener, type TagState, askListedTags } from '../../registry/tags/tagReader.ts'
import { listNamesLeft, listTagsLeft } from '../../registry/tags/wholeList.ts'

/** Where every kept tag points at one moment. */
export type Sweep = KeptTags & {
  readonly listed: readonly Tag[]
  /** Of every tag that was checked. */
  readonly states: ReadonlyMap<Tag, TagState>
}

/** How often the list is read again for tags pushed during a sweep; it doesn't chase them forever. */
const MOST_LISTS = 5

/**
 * Lists a repository afresh, even if its registry no longer knows it, and checks every tag that isn't to be deleted.
 * Indexes not seen before are read: they may contain what is about to be deleted. As this takes a while, the tags
 * are listed again at the end, and those pushed meanwhile are checked as well, until a list has no new names.
 *
 * @param going selected tags
 * @param known unselected tags seen before: checked even if they aren't listed
 * @param watched tags to be deleted, with their planned digests: checked as well, but reported only if they moved
 * @throws what listing throws; LoginRequiredError
 */
export async function sweepTags(
  { transport, repository }: Place,
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
  const list = await listTagsLeft({ transport, repository }, seen)
  const states = new Map<Tag, TagState>()
  const asked = new Set<Tag>()
  const isOpen = (tag: Tag) => !asked.has(tag) && (!going.has(tag) || watched.has(tag))
  const place = { transport, repository }
  const inList = new Set<Tag>(list.tags)
  let names: readonly Tag[] = [...list.tags, ...seen, ...watched.keys()]
  for (let lists = 1; ; lists += 1) {
    const toAsk = [...new Set(names)].filter(isOpen)
    for (const [tag, state] of await askListedTags(place, toAsk, inList, onCount)) {
      asked.add(tag)
      const planned = watched.get(tag)
      // If it moved, it belongs to somebody else from now on.
      if (!planned || (state.kind === 'at' && state.digest !== planned)) states.set(tag, state)
    }
    const roots = tagsByDigest(states, () => true)
    const reach = await readReach(store, roots)
    names = await listNamesLeft(place)
    for (const tag of names) inList.add(tag)
    const isAtRest = !names.some(isOpen)
    if (!isAtRest && lists < MOST_LISTS) continue
    const tagsOn = new Map(roots.map((root) => [root.digest, root.tags]))
    return {
      listed: list.tags,
      listIsWhole: list.isWhole && isAtRest,
      states,
      tagsOn: (digest) => tagsOn.get(digest) ?? [],
      unknown: listUnproved(states).map(({ tag }) => tag),
      reach,
    }
  }
}

/** Whether a sweep can still be relied on, given the milliseconds since its end and those it took. */
export function isFresh(age: number, took: number, { sweepAge }: Pick<Pace, 'sweepAge'>): boolean {
  return sweepAge > 0 && age <= Math.max(sweepAge, took)
}
