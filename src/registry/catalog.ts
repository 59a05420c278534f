import { RegistryRejectedError } from './errors.ts'
import { type RepositoryName, isRepositoryName } from './names.ts'
import { type NamePage, fetchNames } from './pagination.ts'
import { type Transport, malformed } from './transport/transport.ts'

/** The first page: small, so that names are there soon. nginx lets the browser ask for the same path ahead. */
export const FIRST_CATALOG_PAGE = '/v2/_catalog?n=100'
const LARGEST_PAGE = 1000
const SMALLER_PAGES = [100, 50, 20, 10]

/**
 * Gives the catalog page by page, beginning at `from`. The first page is small, then as many names a page
 * as the registry allows (1000 at most by default; it refuses more, and may allow fewer).
 *
 * @see Docker Registry HTTP API V2, "Catalog" (not in the OCI specification)
 * @throws MalformedResponseError (`circle`) where the pages lead back to one that was read; what `send` throws
 */
export async function* walkCatalog(
  transport: Transport,
  from: string = FIRST_CATALOG_PAGE,
  signal?: AbortSignal,
): AsyncGenerator<NamePage<RepositoryName>, void, undefined> {
  const seen = new Set<string>()
  let path: string | undefined = from
  let size = LARGEST_PAGE
  while (path) {
    const here: string = path
    const { searchParams } = new URL(here, 'http://registry.invalid')
    const last = searchParams.get('last') ?? ''
    if (seen.has(last)) throw malformed({ path: here }, 'circle', 'the pages lead in a circle')
    try {
      const request = { path: here, signal, silenceSeconds: 120 }
      const page = await fetchNames(transport, request, 'repositories', isRepositoryName)
      seen.add(last)
      path = page.next && size > 0 ? withPageSize(page.next, size) : page.next
      yield { ...page, next: path }
    } catch (error) {
      const refused = searchParams.get('n')
      const isTooLarge =
        error instanceof RegistryRejectedError && error.hasCode('PAGINATION_NUMBER_INVALID')
      if (!isTooLarge || refused === null) throw error
      // A registry may allow fewer; one that refuses small pages too is asked for its own size.
      size = SMALLER_PAGES.find((smaller) => smaller < Number(refused)) ?? 0
      path = withPageSize(here, size)
    }
  }
}

/** @param size 0 for as many as the registry likes */
function withPageSize(path: string, size: number): string {
  const url = new URL(path, 'http://registry.invalid')
  if (size === 0) url.searchParams.delete('n')
  else url.searchParams.set('n', String(size))
  return url.pathname + url.search
}
