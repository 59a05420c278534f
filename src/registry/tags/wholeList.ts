import { provesEmptiness } from '../absence.ts'
import type { Tag } from '../names.ts'
import type { Place } from '../place.ts'
import { isRefusal, noneWhere } from '../transport/tryRead.ts'
import { type TagSearch, searchTags } from './hiddenTags.ts'
import { checkTagList } from './listCheck.ts'
import { askTags } from './tagReader.ts'
import { walkTagList } from './tags.ts'

/** Every tag of a repository, as far as its registry can be brought to name them. */
export type WholeList = {
  readonly tags: readonly Tag[]
  /** Among `tags`: those that the registry's own list leaves out. */
  readonly hidden: readonly Tag[]
  /** No digest may be deleted where this is false: there may be tags on it that nobody can see. */
  readonly isWhole: boolean
}

const MOST_WALKS = 5

/**
 * Lists all tags and makes sure of it (see `checkTagList`). A list that another answer contradicts is asked for
 * again: somebody may be pushing. Where it comes back the same, the registry leaves tags out, and they are
 * searched for. A name that any answer had counts until the registry says that it is gone.
 *
 * @param known tags that were seen in this repository before
 * @throws NotFoundError for a repository that does not exist
 */
export async function listEveryTag(place: Place, known: Iterable<Tag> = []): Promise<WholeList> {
  const seen = new Set<Tag>()
  const read = await readList(place, seen)
  return await withOthers(place, read, [...seen, ...known])
}

/** `listEveryTag` for a repository that was there: where its registry knows it no longer, no tag is left. */
export async function listTagsLeft(place: Place, known: Iterable<Tag> = []): Promise<WholeList> {
  const left = await listEveryTag(place, known).catch(noneWhere(provesEmptiness))
  const none = { listed: [], tags: [], named: [], isWhole: true }
  return left ?? (await withOthers(place, none, known))
}

/** The tags that a registry lists, unchecked; none where it knows the repository no longer. */
export async function listNamesLeft(place: Place): Promise<readonly Tag[]> {
  return (await walkTagList(place).catch(noneWhere(provesEmptiness)))?.tags ?? []
}

/**
 * Adds tags that the list lacks, as far as the registry does not say that they are gone; those that another answer
 * names stand in its list all the same, without a manifest.
 */
async function withOthers(
  place: Place,
  { listed, tags, named, isWhole }: ReadList,
  seen: Iterable<Tag>,
): Promise<WholeList> {
  const found = new Set(tags)
  const others = [...new Set(seen)].filter((tag) => !found.has(tag))
  const isGone = await askWhichAreGone(place, others)
  const left = others.filter((tag) => !isGone(tag))
  const inList = new Set(listed)
  const existing = [...tags, ...left]
  return {
    tags: [...existing, ...named.filter(isGone)],
    hidden: existing.filter((tag) => !inList.has(tag)),
    isWhole: isWhole && left.length === 0,
  }
}

type ReadList = {
  /** As the registry lists them. */
  readonly listed: readonly Tag[]
  /** These, and those that a search brought out. */
  readonly tags: readonly Tag[]
  /** What its last answers name besides. */
  readonly named: readonly Tag[]
  readonly isWhole: boolean
}

/** @param seen gets every name that any answer has */
async function readList(place: Place, seen: Set<Tag>): Promise<ReadList> {
  let listed: readonly Tag[] = []
  let named: readonly Tag[] = []
  let found: readonly Tag[] | undefined
  for (let walks = 0; walks < MOST_WALKS; walks += 1) {
    const walk = await walkTagList(place)
    const isRepeated = walks > 0 && namesSame(listed, walk.tags)
    listed = walk.tags
    for (const tag of listed) seen.add(tag)
    if (walk.isPaged && !isRepeated) continue
    const check = await checkTagList(place, walk).catch(noneWhere(isRefusal))
    const isAllRead = walk.refused === 0
    if (check?.kind === 'agrees') {
      const isGone = await askWhichAreGone(place, check.missing)
      if (check.missing.every(isGone)) {
        const tags = listed.filter((tag) => !isGone(tag))
        return { listed, tags, named: [], isWhole: isAllRead }
      }
    }
    named = check?.kind === 'differs' ? check.unlisted : []
    for (const tag of named) seen.add(tag)
    if (check?.honoursN && (check.kind === 'unproved' || isRepeated)) {
      const search = await searchFrom(place, listed, seen)
      if (search?.isWhole) return { listed, tags: search.tags, named, isWhole: isAllRead }
      // Tags that go meanwhile break the chain of the search, so it is searched until it finds the same again.
      const isSame = !search || (found && namesSame(found, search.tags))
      found = search?.tags ?? found
      if (isSame) break
      continue
    }
    if (check === undefined || check.kind === 'unproved') break
  }
  return { listed, tags: found ?? listed, named, isWhole: false }
}

/** Searches for tags by those that are listed, and by those that were seen and are not known to be gone. */
async function searchFrom(
  place: Place,
  listed: readonly Tag[],
  seen: ReadonlySet<Tag>,
): Promise<TagSearch | undefined> {
  const names = new Set(listed)
  const others = [...seen].filter((tag) => !names.has(tag))
  const isGone = await askWhichAreGone(place, others)
  const known = [...names, ...others.filter((tag) => !isGone(tag))]
  return await searchTags(place, known).catch(noneWhere(isRefusal))
}

/** Which of these tags the registry itself says are not there. */
async function askWhichAreGone(place: Place, tags: readonly Tag[]): Promise<(tag: Tag) => boolean> {
  const states = await askTags(place, tags)
  return (tag) => states.get(tag)?.kind === 'absent'
}

function namesSame(one: readonly Tag[], other: readonly Tag[]): boolean {
  const names = new Set(other)
  return one.length === names.size && one.every((tag) => names.has(tag))
}
