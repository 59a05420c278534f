import { type Tag, isTag } from '../names.ts'
import { type NamePage, isSizeRefusal, walkNames } from '../pagination.ts'
import type { Place } from '../place.ts'
import { type TagWalk, fetchTagPage } from './tags.ts'

/** What the registry's further responses say about a tag list that it gave. */
export type ListCheck =
  /**
   * It gives the same list again, or its pages lead through this list to its end. The list is complete if the tags
   * in `missing`, which some response lacks, are gone.
   */
  | { readonly kind: 'agrees'; readonly missing: readonly Tag[]; readonly honoursN: boolean }
  /** A response has other names: tags were pushed or deleted meanwhile, or the registry truncates its lists. */
  | { readonly kind: 'differs'; readonly unlisted: readonly Tag[]; readonly honoursN: boolean }
  /** It may leave tags out. */
  | { readonly kind: 'unproved'; readonly honoursN: boolean }

/** Page sizes to try: some registries refuse the larger ones. */
const PAGE_SIZES = [1000, 100, 10] as const

/** How many tags may disappear while a list is being checked. */
const MOST_MISSING = 50

/**
 * Checks whether a tag list is complete. A missing `Link` proves nothing: proxies and group repositories truncate
 * silently. There are two proofs: asked for one name, and for what follows the last one, the registry returns all of
 * them (distribution 2.8 has no pages); or its pages, in other places than the list's, lead through this list, with
 * nothing after the last name.
 */
export async function checkTagList(
  place: Place,
  { tags, isPaged }: Pick<TagWalk, 'tags' | 'isPaged'>,
): Promise<ListCheck> {
  const ask = (n: number, last?: Tag) =>
    fetchTagPage(place, last === undefined ? `n=${n}` : `n=${n}&last=${last}`)
  const first = await ask(1)
  const [firstTag] = tags
  const lastTag = tags.at(-1)
  if (firstTag === undefined || lastTag === undefined || first.names.length > 1) {
    const pages = [first, ...(lastTag === undefined ? [] : [await ask(1, lastTag)])]
    const unlisted = listUnlisted(pages, tags)
    if (unlisted.length > 0 || !pages.every(isComplete)) {
      return { kind: 'differs', unlisted, honoursN: false }
    }
    if (isPaged) return { kind: 'unproved', honoursN: false }
    return agreesBut(listMissing(tags, ...pages.map((page) => page.names)), false)
  }
  const pages = isCursor(first.next, firstTag)
    ? await followLinks(place, first.next)
    : await readOn(ask, firstTag, tags)
  const unlisted = listUnlisted([first, ...pages], tags)
  if (unlisted.length > 0) return { kind: 'differs', unlisted, honoursN: true }
  const end = pages.at(-1)
  const names = [firstTag, ...pages.slice(0, -1).flatMap((page) => page.names)]
  // distribution 3.1.0 and 3.1.1 answer null past the end, and leave tags out on S3.
  const mayHide = end?.isNull === true && (isPaged || !showsContinuedName(new Set(tags)))
  if (!end || !isComplete(end) || mayHide) return { kind: 'unproved', honoursN: true }
  // Past the end, go-containerregistry starts over.
  const again = end.names.length > 0 ? [listMissing(tags.slice(0, PAGE_SIZES[0]), end.names)] : []
  const isBegun = first.names[0] === firstTag ? [] : [firstTag]
  return agreesBut([...listMissing(tags, names), ...again.flat(), ...isBegun], true)
}

function agreesBut(missing: readonly Tag[], honoursN: boolean): ListCheck {
  if (missing.length > MOST_MISSING) return { kind: 'unproved', honoursN }
  return { kind: 'agrees', missing: [...new Set(missing)], honoursN }
}

/** The pages after a name. The last one is what follows the end of the list, or the first that is out of order. */
async function readOn(
  ask: (n: number, last: Tag) => Promise<NamePage<Tag>>,
  from: Tag,
  tags: readonly Tag[],
): Promise<readonly NamePage<Tag>[]> {
  const places = new Map(tags.map((tag, at) => [tag, at]))
  const pages: NamePage<Tag>[] = []
  let sizes: readonly number[] = PAGE_SIZES
  for (let last: Tag | undefined = from; last !== undefined;) {
    const [size = 1, ...smaller] = sizes
    let page: NamePage<Tag>
    try {
      page = await ask(size, last)
    } catch (error) {
      if (!isSizeRefusal(error) || smaller.length === 0) throw error
      sizes = smaller
      continue
    }
    pages.push(page)
    const order: readonly number[] = [last, ...page.names].map((tag) => places.get(tag) ?? -1)
    const isOn: boolean = order.every((place, at) => at === 0 || place > (order[at - 1] ?? -1))
    last = isOn && page.refused === 0 ? page.names.at(-1) : undefined
  }
  return pages
}

/** Whether a link leads on by something else than the last name: a cursor that only the registry can read (ECR). */
function isCursor(next: string | undefined, name: Tag): next is string {
  if (next === undefined) return false
  return new URL(next, 'http://registry.invalid').searchParams.get('last') !== name
}

/** The pages that the registry's own links lead to. They begin and end elsewhere than those of the list. */
async function followLinks(
  { transport, signal }: Place,
  path: string,
): Promise<readonly NamePage<Tag>[]> {
  const list = { field: 'tags', isName: isTag, pageSize: PAGE_SIZES[0] } as const
  const pages: NamePage<Tag>[] = []
  for await (const page of walkNames(transport, { path, signal }, list)) pages.push(page)
  const unread = pages.find(({ refused }) => refused > 0)
  return [...pages, unread ?? { names: [], isNull: false, refused: 0, next: undefined }]
}

/** Nothing follows, and every name is a valid tag. */
function isComplete({ refused, next }: NamePage<Tag>): boolean {
  return refused === 0 && next === undefined
}

/** The tags that any of these lists lacks. */
function listMissing(tags: readonly Tag[], ...lists: readonly (readonly Tag[])[]): readonly Tag[] {
  return lists.flatMap((list) => {
    const named = new Set(list)
    return tags.filter((tag) => !named.has(tag))
  })
}

function listUnlisted(pages: readonly NamePage<Tag>[], tags: readonly Tag[]): readonly Tag[] {
  const listed = new Set(tags)
  return [...new Set(pages.flatMap((page) => page.names))].filter((tag) => !listed.has(tag))
}

/**
 * Whether an unpaged list contains both a name and a longer one that continues it with a letter, digit or `_`:
 * distribution 3.1.0 and 3.1.1 on S3 drop exactly those (`-` and `.` sort before `/` and are never dropped).
 */
function showsContinuedName(tags: ReadonlySet<string>): boolean {
  for (const tag of tags) {
    for (let end = tag.length - 1; end > 0; end -= 1) {
      if (/[A-Za-z0-9_]/.test(tag.charAt(end)) && tags.has(tag.slice(0, end))) return true
    }
  }
  return false
}
