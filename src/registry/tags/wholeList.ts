import { provesEmptiness } from '../absence.ts'
import type { Tag } from '../names.ts'
import type { Place } from '../place.ts'
import { isRefusal, noneWhere } from '../transport/tryRead.ts'
import { type TagSearch, searchTags } from './hiddenTags.ts'
import { checkTagList } from './listCheck.ts'
import { askTags } from './tagReader.ts'
import { walkTagList } from './tags.ts'

/** Every tag of a repository, as far as its registry can be made to reveal them. */
export type WholeList = {
  readonly tags: readonly Tag[]
  /** Those of `tags` that are missing from the registry's own list. */
  readonly hidden: readonly Tag[]
  /** If false, no digest may be deleted: tags that nobody can see may point to it. */
  readonly isWhole: boolean
}

const MOST_WALKS = 5

/**
 * Lists all tags and checks that none is missing (see `checkTagList`). If another response contradicts the list,
 * it is read again: somebody may be pushing. If it then comes back unchanged, the registry hides tags, and they
 * are searched for. A name seen in any response counts until the registry says that it is gone.
 *
 * @param known tags seen in this repository earlier
 * @throws NotFoundError for a repository that doesn't exist
 */
export async function listEveryTag(place: Place, known: Iterable<Tag> = []): Promise<WholeList> {
  const seen = new Set<Tag>()
  const read = await readList(place, seen)
  return await withOthers(place, read, [...seen, ...known])
}

/** `listEveryTag` for a repository that existed: if the registry no longer knows it, no tags are left. */
export async function listTagsLeft(place: Place, known: Iterable<Tag> = []): Promise<WholeList> {
  const left = await listEveryTag(place, known).catch(noneWhere(provesEmptiness))
  const none = { listed: [], tags: [], named: [], isWhole: true }
  return left ?? (await withOthers(place, none, known))
}

/** The tags that a registry lists, unchecked; none if it no longer knows the repository. */
export async function listNamesLeft(place: Place): Promise<readonly Tag[]> {
  return (await walkTagList(place).catch(noneWhere(provesEmptiness)))?.tags ?? []
}

/**
 * Adds tags that the list lacks, unless the registry says that they are gone. A tag without a manifest still
 * belongs to the list if another response has it.
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
  readonly listed: readonly Tag[]
  /** `listed` and what a search found. */
  readonly tags: readonly Tag[]
  /** Names that only its last responses have. */
  readonly named: readonly Tag[]
  readonly isWhole: boolean
}

/** @param seen collects every name in any response */
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
      // Tags deleted meanwhile break the chain of the search, so it is repeated until two searches agree.
      const isSame = !search || (found && namesSame(found, search.tags))
      found = search?.tags ?? found
      if (isSame) break
      continue
    }
    if (check === undefined || check.kind === 'unproved') break
  }
  return { listed, tags: found ?? listed, named, isWhole: false }
}

/** Searches for hidden tags, starting from those listed and those seen that aren't known to be gone. */
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

/** Which of these tags the registry itself says don't exist. */
async function askWhichAreGone(place: Place, tags: readonly Tag[]): Promise<(tag: Tag) => boolean> {
  const states = await askTags(place, tags)
  return (tag) => states.get(tag)?.kind === 'absent'
}

function namesSame(one: readonly Tag[], other: readonly Tag[]): boolean {
  const names = new Set(other)
  return one.length === names.size && one.every((tag) => names.has(tag))
}
