import { checkTagList } from './listCheck.ts'
import type { Tag } from '../names.ts'
import type { Place } from '../place.ts'
import { mapPool } from '../pool.ts'
import { fetchTagPage } from './tags.ts'

/** So that a registry which keeps inventing tags doesn't keep us busy forever. */
const MOST_ROUNDS = 100

export type TagSearch = {
  /** Those already known and those found. */
  readonly tags: readonly Tag[]
  /** Proved complete: the registry hides tags in the known way, and gave the successor of each tag. */
  readonly isWhole: boolean
}

/**
 * Finds what distribution 3.1.0 and 3.1.1 on S3 storage leave out of a list: every tag that continues another
 * one's name with a letter, digit or `_` (`1` hides `10`, not `1.2`; distribution#4891), although a deletion by
 * digest removes them all. Asked for what follows a tag (`last`), they start with its true successor, so this asks
 * for the successor of every tag, known or found. These versions are recognized by `null` past the end; with other
 * registries only what follows the last tag is read.
 */
export async function searchTags(place: Place, known: Iterable<Tag>): Promise<TagSearch> {
  const tags = new Set(known)
  const fetchFollowing = async (tag: Tag) => {
    // `/~` sorts after everything inside the tag's folder.
    const page = await fetchTagPage(place, `n=1000&last=${tag}%2F~`)
    const found = page.names.filter((one) => !tags.has(one))
    for (const one of found) tags.add(one)
    return { ...page, found }
  }
  for (let rounds = 1; ; rounds += 1) {
    const last = inFolderOrder(tags).at(-1)
    if (last === undefined) return { tags: [], isWhole: false }
    const { found, isNull } = await fetchFollowing(last)
    if (found.length === 0 && isNull) break
    if (found.length === 0 || rounds === MOST_ROUNDS) return { tags: [...tags], isWhole: false }
  }
  const successors = new Map<Tag, Tag | undefined>()
  let toAsk: readonly Tag[] = [...tags]
  while (toAsk.length > 0) {
    const pages = await mapPool(toAsk, 6, async (tag) => {
      const page = await fetchFollowing(tag)
      successors.set(tag, page.names[0])
      return page.found
    })
    toAsk = pages.flat()
  }
  return { tags: [...tags], isWhole: areAllFollowed(tags, successors) }
}

/** Whether each tag's answer was the tag that follows it, as in 3.1.0 and 3.1.1 on a disk or on S3. */
function areAllFollowed(
  tags: ReadonlySet<Tag>,
  successors: ReadonlyMap<Tag, Tag | undefined>,
): boolean {
  const byName = [...tags].toSorted()
  if (byName.every((tag, at) => successors.get(tag) === byName[at + 1])) return true
  const walk = inFolderOrder(tags)
  return walk.every((tag, at) => successors.get(tag) === successorOnS3(tag, walk.slice(at + 1)))
}

/** @param after the tags that the registry visits next, in its order */
function successorOnS3(tag: Tag, after: readonly Tag[]): Tag | undefined {
  const passed: Tag[] = []
  for (const next of after) {
    if (passed.some((one) => next.startsWith(one))) continue
    if (next > `${tag}/~`) return next
    passed.push(next)
  }
  return undefined
}

/** The order in which these registries visit tags on S3: `1.2/` comes before `1/`. */
function inFolderOrder(tags: Iterable<Tag>): readonly Tag[] {
  return [...tags].toSorted((one, other) => (`${one}/` < `${other}/` ? -1 : 1))
}

/** Tags that exist but are missing from `listed`, as far as the registry can be made to reveal them. */
export async function listHiddenTags(
  place: Place,
  listed: readonly Tag[],
): Promise<readonly Tag[]> {
  const check = await checkTagList(place, { tags: listed, isPaged: false })
  if (check.kind === 'agrees' && check.missing.length === 0) return []
  if (!check.honoursN) return check.kind === 'differs' ? check.unlisted : []
  const known = new Set(listed)
  const { tags } = await searchTags(place, known)
  return tags.filter((tag) => !known.has(tag))
}
