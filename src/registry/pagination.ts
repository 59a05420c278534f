import { fetchJson } from './transport/body.ts'
import { type RegistryRequest, type Transport, malformed } from './transport/transport.ts'

const LIST_LIMIT = 64 * 1024 * 1024

/** One answer of a list of names. */
export type NamePage<Name> = {
  readonly names: readonly Name[]
  /** `null` instead of a list: on distribution 3.1.x behind the end of it, on 2.8 and 3.1.x an emptied repository. */
  readonly isNull: boolean
  /** Names that the grammar refuses: counted, never used. */
  readonly refused: number
  /** Path and query of the next page; `undefined` at the end. */
  readonly next: string | undefined
}

/**
 * One answer of a list of names, in the field `field` of an object.
 *
 * @throws MalformedResponseError where there is no list; what `send` throws
 */
export async function fetchNames<Name extends string>(
  transport: Transport,
  request: RegistryRequest,
  field: 'tags' | 'repositories',
  isName: (text: string) => text is Name,
): Promise<NamePage<Name>> {
  const { json, headers } = await fetchJson(transport, request, LIST_LIMIT)
  // A list passes for an object without fields: it would be a repository without tags.
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
  const list = isObject ? (json as Record<string, unknown>)[field] : false
  const isNone = list === null || (list === undefined && field === 'tags')
  const all: unknown = isNone ? [] : list
  if (!Array.isArray(all)) {
    throw malformed(request, 'unexpected', `the answer is not a list of ${field}`)
  }
  const names = all.filter((name): name is Name => typeof name === 'string' && isName(name))
  return {
    names,
    isNull: list === null,
    refused: all.length - names.length,
    next: nextPage(headers.get('Link'), request.path),
  }
}

/**
 * The path and query of the next page, from a `Link` header with `rel="next"`. A host in it is dropped:
 * a registry that names itself must not lead the page to another origin. It may lead back to a page that
 * was read: whoever follows it looks out for that.
 *
 * @param path the request that was answered, e.g. `/v2/_catalog?n=100`; the next page has the same path
 * @see RFC 8288; distribution-spec, "Listing Tags"
 */
export function nextPage(link: string | null, path: string): string | undefined {
  for (const part of link?.split(/,(?=\s*<)/) ?? []) {
    const found = /^\s*<([^>]*)>(.*)$/.exec(part)
    if (!found || !/;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(found[2] ?? '')) continue
    const here = new URL(path, 'http://registry.invalid')
    const [, address = ''] = found
    const next = URL.canParse(address, here.href) ? new URL(address, here) : undefined
    // Behind a sub-path the registry may name a path of its own; only its query tells where to go on.
    return next?.search ? here.pathname + next.search : undefined
  }
  return undefined
}
