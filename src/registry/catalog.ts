import * as v from 'valibot'
import { parseJson, readBytes } from './transport/body.ts'
import { MalformedResponseError, RegistryRejectedError } from './errors.ts'
import { type RepositoryName, isRepositoryName } from './names.ts'
import { nextPage } from './pagination.ts'
import {
  type RegistryRequest,
  type Transport,
  describeRequest,
  send,
} from './transport/transport.ts'

/** A part of the catalog, as one answer gave it. */
export type CatalogPage = {
  readonly repositories: readonly RepositoryName[]
  /** Names that the grammar refuses: counted, never used. */
  readonly refused: number
  /** Path and query of the next page; `undefined` at the end. */
  readonly next: string | undefined
}

/** A registry that goes round in circles: its pages lead back to one that was read. */
export class CatalogLoopError extends MalformedResponseError {}

/** The first page: small, so that names are there soon. nginx lets the browser ask for the same path ahead. */
export const FIRST_CATALOG_PAGE = '/v2/_catalog?n=100'
const LARGEST_PAGE = 1000
const SMALLER_PAGES = [100, 50, 20, 10]
const CATALOG_LIMIT = 64 * 1024 * 1024
const catalogBody = v.object({ repositories: v.nullable(v.array(v.unknown())) })

/**
 * Gives the catalog page by page, beginning at `from`. The first page is small, then as many names a page
 * as the registry allows (1000 at most by default; it refuses more, and may allow fewer).
 *
 * @see Docker Registry HTTP API V2, "Catalog" (not in the OCI specification)
 * @throws CatalogLoopError; what `send` throws
 */
export async function* walkCatalog(
  transport: Transport,
  from: string = FIRST_CATALOG_PAGE,
  signal?: AbortSignal,
): AsyncGenerator<CatalogPage, void, undefined> {
  const seen = new Set<string>()
  let path: string | undefined = from
  let size = LARGEST_PAGE
  while (path) {
    const here: string = path
    const last = new URL(here, 'http://registry.invalid').searchParams.get('last') ?? ''
    if (seen.has(last)) {
      const what = describeRequest({ path: here })
      throw new CatalogLoopError(what, 'unexpected', `${what}: the pages lead in a circle`)
    }
    try {
      const page = await fetchCatalogPage(transport, here, signal)
      seen.add(last)
      const next: string | undefined =
        page.next && size > 0 ? withPageSize(page.next, size) : page.next
      yield { ...page, next }
      path = next
    } catch (error) {
      const refused = readPageSize(here)
      if (!isPageTooLarge(error) || refused === undefined) throw error
      // A registry may allow fewer; one that refuses small pages too is asked for its own size.
      size = SMALLER_PAGES.find((smaller) => smaller < refused) ?? 0
      path = withPageSize(here, size || undefined)
    }
  }
}

async function fetchCatalogPage(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
): Promise<CatalogPage> {
  const request: RegistryRequest = { path, signal, silenceSeconds: 120 }
  const response = await send(transport, request)
  const json = parseJson(await readBytes(response, request, CATALOG_LIMIT), response, request)
  const parsed = v.safeParse(catalogBody, json)
  if (!parsed.success) {
    const what = describeRequest(request)
    throw new MalformedResponseError(what, 'unexpected', `${what}: the answer is not a catalog`)
  }
  const names = parsed.output.repositories ?? []
  const repositories = names.filter(
    (name): name is RepositoryName => typeof name === 'string' && isRepositoryName(name),
  )
  const next = nextPage(response.headers.get('Link'), path)
  return { repositories, refused: names.length - repositories.length, next }
}

function readPageSize(path: string): number | undefined {
  const n = new URL(path, 'http://registry.invalid').searchParams.get('n')
  return n === null ? undefined : Number(n)
}

function withPageSize(path: string, size: number | undefined): string {
  const url = new URL(path, 'http://registry.invalid')
  if (size === undefined) url.searchParams.delete('n')
  else url.searchParams.set('n', String(size))
  return url.pathname + url.search
}

function isPageTooLarge(error: unknown): boolean {
  return error instanceof RegistryRejectedError && error.hasCode('PAGINATION_NUMBER_INVALID')
}
