import { LoginRequiredError, RegistryRejectedError } from './errors.ts'
import type { RepositoryName, Tag } from './names.ts'
import { type TagPage, type TagWalk, fetchTagPage, tagListPath } from './tags.ts'
import type { Transport } from './transport.ts'

/** What a registry's further answers say of a list of tags that it gave. */
export type ListCheck =
  /** It gives the same list again, or its pages lead through this list to its end. */
  | { readonly kind: 'whole' }
  /** Another answer has other names: tags came and went meanwhile, or the registry cuts its lists. */
  | { readonly kind: 'differs'; readonly unlisted: readonly Tag[]; readonly honoursN: boolean }
  /** It may leave tags out. */
  | { readonly kind: 'unproved'; readonly honoursN: boolean }

/** Names that a registry is asked for at once: some refuse the larger numbers. */
const PAGE_SIZES = [1000, 100, 10]

/**
 * Asks a registry whether the list of tags that it gave is whole. That a list has no `Link` proves nothing:
 * proxies and group repositories cut it silently. Proof is one of two things: asked for one name, and for what
 * follows the last one, the registry answers with all of them again (distribution 2.8 has no pages), or it has
 * pages that lead through this list, name by name, and nothing after the last one.
 *
 * @throws what `send` throws
 */
export async function checkTagList(
  transport: Transport,
  repository: RepositoryName,
  { tags, isPaged }: Pick<TagWalk, 'tags' | 'isPaged'>,
  signal?: AbortSignal,
): Promise<ListCheck> {
  const ask = (n: number, last?: Tag) => {
    const query = last === undefined ? `n=${n}` : `n=${n}&last=${last}`
    return fetchTagPage(transport, `${tagListPath(repository)}?${query}`, signal)
  }
  const first = await ask(1)
  const [firstTag] = tags
  const lastTag = tags.at(-1)
  if (firstTag === undefined || lastTag === undefined || first.tags.length > 1) {
    const pages = [first, ...(lastTag === undefined ? [] : [await ask(1, lastTag)])]
    const unlisted = listUnlisted(pages, tags)
    const isSame = unlisted.length === 0 && pages.every((page) => isAll(page, tags))
    if (!isSame) return { kind: 'differs', unlisted, honoursN: false }
    return isPaged ? { kind: 'unproved', honoursN: false } : { kind: 'whole' }
  }
  const pages = await readOn(ask, firstTag, tags)
  const unlisted = listUnlisted([first, ...pages], tags)
  if (unlisted.length > 0) return { kind: 'differs', unlisted, honoursN: true }
  const end = pages.at(-1)
  const isEnd = end !== undefined && (isEmpty(end) || isAll(end, tags.slice(0, PAGE_SIZES[0])))
  const names = [firstTag, ...pages.slice(0, -1).flatMap((page) => page.tags)]
  const isLed = first.tags[0] === firstTag && isEnd && isSameOrder(names, tags)
  // distribution 3.1.0 and 3.1.1 answer null behind the end, and leave tags out on S3.
  const mayHide = end?.isNull === true && (isPaged || !showsContinuedName(new Set(tags)))
  return isLed && !mayHide ? { kind: 'whole' } : { kind: 'unproved', honoursN: true }
}

/** The pages from a name on; the last one is what follows the end of the list, or is the first that goes astray. */
async function readOn(
  ask: (n: number, last: Tag) => Promise<TagPage>,
  from: Tag,
  tags: readonly Tag[],
): Promise<readonly TagPage[]> {
  const pages: TagPage[] = []
  let sizes: readonly number[] = PAGE_SIZES
  for (let last: Tag | undefined = from, at = 0; last !== undefined;) {
    const [size = 1, ...smaller] = sizes
    let page: TagPage
    try {
      page = await ask(size, last)
    } catch (error) {
      if (!isRefusal(error) || smaller.length === 0) throw error
      sizes = smaller
      continue
    }
    pages.push(page)
    const isOn = page.tags.length > 0 && page.refused === 0
    const follows = isOn && page.tags.every((tag, index) => tag === tags[at + 1 + index])
    last = follows ? page.tags.at(-1) : undefined
    at += page.tags.length
  }
  return pages
}

function isRefusal(error: unknown): boolean {
  const isRejected =
    error instanceof RegistryRejectedError && !(error instanceof LoginRequiredError)
  return isRejected && error.status === 400
}

function isEmpty({ tags, refused, next }: TagPage): boolean {
  return tags.length === 0 && refused === 0 && next === undefined
}

/** Whether an answer has these names and no others. Behind the end go-containerregistry begins anew. */
function isAll(page: TagPage, names: readonly Tag[]): boolean {
  const found = new Set(page.tags)
  const isSame = found.size === names.length && names.every((name) => found.has(name))
  return isSame && page.refused === 0 && page.next === undefined
}

function isSameOrder(one: readonly Tag[], other: readonly Tag[]): boolean {
  return one.length === other.length && one.every((tag, at) => tag === other[at])
}

function listUnlisted(pages: readonly TagPage[], tags: readonly Tag[]): readonly Tag[] {
  const listed = new Set(tags)
  return [...new Set(pages.flatMap((page) => page.tags))].filter((tag) => !listed.has(tag))
}

/**
 * Whether a list that came in one piece has a name and that name continued by a letter, a digit or `_`:
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
