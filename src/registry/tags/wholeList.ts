import { LoginRequiredError, RegistryRejectedError } from '../errors.ts'
import { searchTags } from './hiddenTags.ts'
import { checkTagList } from './listCheck.ts'
import type { Tag } from '../names.ts'
import type { Place } from '../place.ts'
import { walkTagList } from './tags.ts'
import { provesEmptiness } from '../absence.ts'
import { askTags } from './tagReader.ts'

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
 * @throws NotFoundError for a repository that does not exist; what `send` throws
 */
export async function listEveryTag(place: Place, known: Iterable<Tag> = []): Promise<WholeList> {
  const seen = new Set<Tag>()
  const read = await readList(place, seen)
  return await withOthers(place, read, [...seen, ...known])
}

/**
 * `listEveryTag` for a repository that was there before: where the registry itself knows it no longer, no
 * tag is left.
 *
 * @throws what `send` throws
 */
export async function listTagsLeft(place: Place, known: Iterable<Tag> = []): Promise<WholeList> {
  const left = await unlessEmptied(listEveryTag(place, known))
  const none = { listed: [], tags: [], named: [], isWhole: true }
  return left ?? (await withOthers(place, none, known))
}

/**
 * The tags that a registry lists, unchecked; none where it knows the repository no longer.
 *
 * @throws what `send` throws
 */
export async function listNamesLeft(place: Place): Promise<readonly Tag[]> {
  return (await unlessEmptied(walkTagList(place)))?.tags ?? []
}

/** `undefined` where the registry says that a repository has no tags. */
async function unlessEmptied<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  return await asked.catch((error: unknown) => {
    if (provesEmptiness(error)) return undefined
    throw error
  })
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
  const states = await askTags(place, others)
  const left = others.filter((tag) => states.get(tag)?.kind !== 'absent')
  const dangling = named.filter((tag) => states.get(tag)?.kind === 'absent')
  const inList = new Set(listed)
  const existing = [...tags, ...left]
  return {
    tags: [...existing, ...dangling],
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
  for (let walks = 0; walks < MOST_WALKS; walks += 1) {
    const walk = await walkTagList(place)
    const isRepeated = walks > 0 && namesSame(listed, walk.tags)
    listed = walk.tags
    for (const tag of listed) seen.add(tag)
    if (walk.isPaged && !isRepeated) continue
    const check = await unlessRefused(() => checkTagList(place, walk))
    const isAllRead = walk.refused === 0
    if (check?.kind === 'agrees') {
      const states = await askTags(place, check.missing)
      const isGone = (tag: Tag) => states.get(tag)?.kind === 'absent'
      if (check.missing.every(isGone)) {
        const tags = listed.filter((tag) => !isGone(tag))
        return { listed, tags, named: [], isWhole: isAllRead }
      }
    }
    named = check?.kind === 'differs' ? check.unlisted : []
    for (const tag of named) seen.add(tag)
    if (check?.honoursN && (check.kind === 'unproved' || isRepeated)) {
      const search = await unlessRefused(() => searchTags(place, seen))
      if (search) return { listed, tags: search.tags, named, isWhole: isAllRead && search.isWhole }
    }
    if (check === undefined || check.kind === 'unproved') break
  }
  return { listed, tags: listed, named, isWhole: false }
}

/** `undefined` where the registry, or a proxy before it, refuses the question. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    const isRefusal =
      error instanceof RegistryRejectedError && !(error instanceof LoginRequiredError)
    if (isRefusal) return undefined
    throw error
  }
}

function namesSame(one: readonly Tag[], other: readonly Tag[]): boolean {
  const names = new Set(other)
  return one.length === names.size && one.every((tag) => names.has(tag))
}
