import { NotFoundError, RegistryRejectedError } from './errors.ts'
import { fieldsOf, isList, isObject, isText } from './json.ts'
import { fetchJson } from './transport/body.ts'
import { type RegistryRequest, type Transport, malformed } from './transport/transport.ts'
import { noneWhere } from './transport/tryRead.ts'

const LIST_LIMIT = 64 * 1024 * 1024
/** Page sizes to try after one was refused as too large. */
const SMALLER_PAGES = [100, 50, 20, 10]
/** To parse addresses without a host: only their paths and queries matter. */
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
 * A list of names page by page, starting with `first`; see `walkPages`.
 *
 * @throws MalformedResponseError (`circle`) if a page links back to an earlier one
 */
export function walkNames<Name extends string>(
  transport: Transport,
  first: RegistryRequest,
  list: NameList<Name>,
): AsyncGenerator<NamePage<Name>, void, undefined> {
  return walkPages(first, (request) => fetchNames(transport, request, list), list.pageSize)
}

/**
 * Any list page by page, starting with `first`. A registry that refuses a page size is asked for the size that its own
 * link has, for smaller ones, and in the end for whatever size it likes. A page that brings nothing new is the end,
 * even if it links on: Gitea and Pulp have a link on every page. A full page without a link may be cut (Nexus groups
 * have none), so what follows its last name is requested.
 *
 * @param pageSize how many entries per page after the first; the registry decides if omitted
 * @throws MalformedResponseError (`circle`) if a page links back to an earlier one
 */
export async function* walkPages<Page extends Pick<NamePage<string>, 'names' | 'refused' | 'next'>>(
  first: RegistryRequest,
  fetchPage: (request: RegistryRequest) => Promise<Page>,
  pageSize?: number,
): AsyncGenerator<Page, void, undefined> {
  const walked = new Set<string>()
  const seen = new Set<string>()
  let size = pageSize
  let path: string | undefined = first.path
  /** The same page in the size of the registry's own link. */
  let own: string | undefined
  /** No link leads here. */
  let isGuess = false
  while (path) {
    const request: RegistryRequest = { ...first, path }
    const asked: string | null = new URL(path, BASE).searchParams.get('n')
    // Two sizes of a page begin at the same place.
    const place = withParameter(path, 'n', undefined)
    if (walked.has(place)) throw malformed(request, 'circle', 'the pages repeat')
    const isMeant = (error: unknown): boolean =>
      isGuess ? isRefusedAddress(error) : asked !== null && isSizeRefusal(error)
    const page: Page | undefined = await fetchPage(request).catch(noneWhere(isMeant))
    if (page) {
      walked.add(place)
      const isNew: boolean = page.refused > 0 || page.names.some((name) => !seen.has(name))
      for (const name of page.names) seen.add(name)
      const isCircle =
        page.next && page.names.length > 0 && walked.has(withParameter(page.next, 'n', undefined))
      own = isNew || isCircle ? page.next : undefined
      const last: string | undefined = page.names.at(-1)
      isGuess =
        !page.next && last !== undefined && page.names.length + page.refused === Number(asked)
      if (isGuess) path = isNew ? withParameter(path, 'last', last) : undefined
      else path = own && size ? withParameter(own, 'n', size) : own
      yield { ...page, next: path }
    } else if (isGuess) {
      return
    } else if (own && own !== path) {
      size = undefined
      path = own
    } else {
      size = SMALLER_PAGES.find((smaller) => smaller < Number(asked))
      path = withParameter(path, 'n', size)
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
  const list = fieldsOf(json)[field]
  // Only an object can say that there are none: an array or a text is somebody else's response.
  const isNone = isObject(json) && (list === null || (list === undefined && field === 'tags'))
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
  const links = link?.split(/,(?=\s*<)/) ?? []
  const [address] = links.flatMap((one) => {
    const [, bracketed, bare] = NEXT.exec(one) ?? []
    return bracketed ?? bare ?? []
  })
  const here = new URL(path, BASE)
  if (address === undefined || !URL.canParse(address, here.href)) return undefined
  // Behind a sub-path the registry may give a path of its own; only its query is used.
  const { search } = new URL(address, here)
  return search ? here.pathname + search : undefined
}

/** Cloudflare's registry leaves the brackets out. */
const NEXT = /^\s*(?:<([^>]*)>|([^\s<>;]+)\s*(?=;)).*;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i

/** @param value `undefined`: without the parameter */
function withParameter(path: string, name: string, value: number | string | undefined): string {
  const url = new URL(path, BASE)
  if (value === undefined) url.searchParams.delete(name)
  else url.searchParams.set(name, String(value))
  return url.pathname + url.search
}

/** Every registry words it differently: 400 PAGINATION_NUMBER_INVALID, 400 UNSUPPORTED, 405 of Amazon ECR. */
export function isSizeRefusal(error: unknown): boolean {
  return error instanceof RegistryRejectedError && [400, 405, 413, 416, 422].includes(error.status)
}

/** `last` may be a number (Artifactory) or unreadable without a link. */
function isRefusedAddress(error: unknown): boolean {
  return isSizeRefusal(error) || error instanceof NotFoundError
}
