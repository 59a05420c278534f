import { type RepositoryName, isRepositoryName } from './names.ts'
import { type NamePage, walkNames } from './pagination.ts'
import type { Transport } from './transport/transport.ts'

/** The first page: small, so that names are there soon. nginx lets the browser ask for the same path ahead. */
export const FIRST_CATALOG_PAGE = '/v2/_catalog?n=100'

/**
 * Gives the catalog page by page, beginning at `path`. The first page is small, then as many names a page
 * as the registry allows (1000 at most by default; it refuses more, and may allow fewer).
 *
 * @see Docker Registry HTTP API V2, "Catalog" (not in the OCI specification)
 */
export function walkCatalog(
  transport: Transport,
  path: string = FIRST_CATALOG_PAGE,
  signal?: AbortSignal,
): AsyncGenerator<NamePage<RepositoryName>, void, undefined> {
  const request = { path, signal, silenceSeconds: 120 }
  const list = { field: 'repositories', isName: isRepositoryName, pageSize: 1000 } as const
  return walkNames(transport, request, list)
}
