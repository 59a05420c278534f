import type { RepositoryName, Tag } from './names.ts'
import { type TagPage, type TagWalk, fetchTagPage, tagListPath } from './tags.ts'
import type { Transport } from './transport.ts'

/** What a registry's further answers say of a list of tags that it gave. */
export type ListCheck =
  /** It gives the same list again, or its pages lead through this list to its end. */
  | { readonly kind: 'whole' }
  /** Another answer has other names: tags came and went meanwhile, or the registry cuts its lists. */
  | { readonly kind: 'differs'; readonly unlisted: readonly Tag[]; readonly isPaging: boolean }
  /** It may leave tags out. */
  | { readonly kind: 'unproved'; readonly isPaging: boolean }

/** The most names that any registry gives in one answer without refusing the question. */
const PAGE = 1000

/**
 * Asks a registry whether the list of tags that it gave is whole. That a list has no `Link` proves nothing:
 * proxies and group repositories cut it silently. Proof is one of two things: asked for one name the registry
 * answers with all of them again (distribution 2.8 has no pages), or it has pages, gives what follows a name
 * (the first and one from the middle), and nothing after the last one.
 *
 * @throws what `send` throws
 */
export async function checkTagList(
  transport: Transport,
  repository: RepositoryName,
  { tags, isPaged }: Pick<TagWalk, 'tags' | 'isPaged'>,
  signal?: AbortSignal,
): Promise<ListCheck> {
  const known: ReadonlySet<Tag> = new Set(tags)
  const ask = (query: string) =>
    fetchTagPage(transport, `${tagListPath(repository)}?${query}`, signal)
  const first = await ask('n=1')
  if (first.tags.length > 1 || tags.length === 0) {
    const unlisted = listUnknown([first], known)
    const isSame = unlisted.length === 0 && first.tags.length === tags.length && !first.next
    if (!isSame) return { kind: 'differs', unlisted, isPaging: false }
    return isPaged ? { kind: 'unproved', isPaging: false } : { kind: 'whole' }
  }
  const end = tags.length - 1
  const places = [...new Set([0, end >> 1, end])]
  const pages = await Promise.all(places.map((at) => ask(`n=${PAGE}&last=${tags[at]}`)))
  const unlisted = listUnknown([first, ...pages], known)
  if (unlisted.length > 0) return { kind: 'differs', unlisted, isPaging: true }
  const isFollowed =
    first.tags[0] === tags[0] &&
    places.every((at, index) => isNext(pages[index]?.tags ?? [], tags, at + 1))
  // distribution 3.1.0 and 3.1.1 answer null behind the end, and leave tags out on S3.
  const mayHide = pages.some(({ isNull }) => isNull) && (isPaged || !showsContinuedName(known))
  return isFollowed && !mayHide ? { kind: 'whole' } : { kind: 'unproved', isPaging: true }
}

/** Whether a page has the names from a place on. Behind the end go-containerregistry begins anew. */
function isNext(page: readonly Tag[], tags: readonly Tag[], from: number): boolean {
  if (from === tags.length) return page.length === 0 || isNext(page, tags, 0)
  const length = from === 0 ? Math.min(tags.length, PAGE) : Math.max(page.length, 1)
  return page.length === length && page.every((tag, at) => tag === tags[from + at])
}

function listUnknown(pages: readonly TagPage[], known: ReadonlySet<Tag>): readonly Tag[] {
  return [...new Set(pages.flatMap(({ tags }) => tags))].filter((tag) => !known.has(tag))
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
