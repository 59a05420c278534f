import { type RepositoryName, isRepositoryName } from './names.ts'
import { type NamePage, walkNames } from './pagination.ts'
import type { Transport } from './transport/transport.ts'

/** The first page is small, so that names appear soon. nginx makes the browser preload the same path. */
export const FIRST_CATALOG_PAGE = '/v2/_catalog?n=100'

/**
 * The catalog page by page, starting at `path`. After the small first page, pages are as large as the registry
 * allows (by default at most 1000; a larger number is refused, a smaller limit is possible).
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
