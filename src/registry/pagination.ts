import { RegistryRejectedError } from './errors.ts'
import { isList, isObject, isText } from './json.ts'
import { fetchJson } from './transport/body.ts'
import { type RegistryRequest, type Transport, malformed } from './transport/transport.ts'

const LIST_LIMIT = 64 * 1024 * 1024
const SMALLER_PAGES = [100, 50, 20, 10]
/** Only paths and queries matter. */
const BASE = 'http://registry.invalid'

export type NamePage<Name> = {
  readonly names: readonly Name[]
  /** `null` instead of a list: distribution 3.1.x past the end; 2.8 and 3.1.x for a repository without tags left. */
  readonly isNull: boolean
  /** How many names the grammar refuses; they are never used. */
  readonly refused: number
  /** Path and query of the next page; `undefined` at the end. */
  readonly next: string | undefined
}

/** A kind of list: its field, and the grammar of its names. */
export type NameList<Name extends string> = {
  readonly field: 'tags' | 'repositories'
  readonly isName: (text: string) => text is Name
  /** How many names per page after the first; the registry decides if omitted. */
  readonly pageSize?: number
}

/**
 * A list of names page by page, starting with `first`. A registry that refuses a page size as too large is asked
 * for smaller pages, and in the end for whatever size it likes.
 *
 * @throws MalformedResponseError (`circle`) if a page links back to an earlier one
 */
export async function* walkNames<Name extends string>(
  transport: Transport,
  first: RegistryRequest,
  list: NameList<Name>,
): AsyncGenerator<NamePage<Name>, void, undefined> {
  const seen = new Set<string>()
  let size = list.pageSize
  let next: string | undefined = first.path
  while (next) {
    const path: string = next
    const request: RegistryRequest = { ...first, path }
    const place = withPageSize(path, 0)
    if (seen.has(place)) throw malformed(request, 'circle', 'the pages repeat')
    try {
      const page: NamePage<Name> = await fetchNames(transport, request, list)
      seen.add(place)
      next = page.next && size ? withPageSize(page.next, size) : page.next
      yield { ...page, next }
    } catch (error) {
      const refused = new URL(path, BASE).searchParams.get('n')
      const isTooLarge =
        error instanceof RegistryRejectedError && error.hasCode('PAGINATION_NUMBER_INVALID')
      if (!isTooLarge || refused === null) throw error
      size = SMALLER_PAGES.find((smaller) => smaller < Number(refused)) ?? 0
      next = withPageSize(path, size)
    }
  }
}

/** One page. @throws MalformedResponseError if the response contains no list */
export async function fetchNames<Name extends string>(
  transport: Transport,
  request: RegistryRequest,
  { field, isName }: NameList<Name>,
): Promise<NamePage<Name>> {
  const { json, headers } = await fetchJson(transport, request, LIST_LIMIT)
  // `fieldsOf` would turn an array into an object without fields, i.e. a repository without tags.
  const list = isObject(json) ? json[field] : false
  const isNone = list === null || (list === undefined && field === 'tags')
  const all = isNone ? [] : list
  if (!isList(all)) {
    throw malformed(request, 'unexpected', `the response is not a list of ${field}`)
  }
  const names = all.filter((name): name is Name => isText(name) && isName(name))
  return {
    names,
    isNull: list === null,
    refused: all.length - names.length,
    next: nextPage(headers.get('Link'), request.path),
  }
}

/**
 * Path and query of the next page, from a `Link` header with `rel="next"`. Its host is dropped: a registry that
 * gives its own address must not lead the page to another origin.
 *
 * @param path of the answered request, e.g. `/v2/_catalog?n=100`; the next page has the same one
 * @see RFC 8288; distribution-spec, "Listing Tags"
 */
export function nextPage(link: string | null, path: string): string | undefined {
  for (const part of link?.split(/,(?=\s*<)/) ?? []) {
    const found = /^\s*<([^>]*)>(.*)$/.exec(part)
    if (!found || !/;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(found[2] ?? '')) continue
    const here = new URL(path, BASE)
    const [, address = ''] = found
    const next = URL.canParse(address, here.href) ? new URL(address, here) : undefined
    // Behind a sub-path the registry may give a path of its own; only its query is used.
    return next?.search ? here.pathname + next.search : undefined
  }
  return undefined
}

/** @param size 0: the registry decides */
function withPageSize(path: string, size: number): string {
  const url = new URL(path, BASE)
  if (size === 0) url.searchParams.delete('n')
  else url.searchParams.set('n', String(size))
  return url.pathname + url.search
}
