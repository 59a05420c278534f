import { queryOptions } from '@tanstack/react-query'
import { FIRST_CATALOG_PAGE, walkCatalog } from '../registry/catalog.ts'
import type { RepositoryName } from '../registry/names.ts'
import { askAgainAfter } from './backoff.ts'
import { pageTransport } from './session.ts'

/** What is known of the catalog so far. */
export type Catalog = {
  readonly repositories: readonly RepositoryName[]
  /** Names that break the grammar and are left out. */
  readonly refused: number
  /** Where the walk goes on; `undefined` when the list is whole. */
  readonly next: string | undefined
}

/**
 * The catalog, growing while its pages come. When a page fails the names read so far stay, and the next
 * fetch goes on from there.
 */
export function catalogQuery() {
  const queryKey = ['catalog'] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<Catalog> => {
      const begun = client.getQueryData<Catalog>(queryKey)
      let catalog: Catalog =
        begun?.next === undefined
          ? { repositories: [], refused: 0, next: FIRST_CATALOG_PAGE }
          : begun
      // Two equal names would be two rows with one key: a registry that repeats itself is not believed.
      const names = new Set(catalog.repositories)
      for await (const page of walkCatalog(pageTransport, catalog.next, signal)) {
        for (const repository of page.names) names.add(repository)
        catalog = {
          repositories: [...names],
          refused: catalog.refused + page.refused,
          next: page.next,
        }
        // A whole list stays on the page until the new one is whole.
        const isGrowing = begun === undefined || begun.next !== undefined
        if (isGrowing && page.next !== undefined) client.setQueryData(queryKey, catalog)
      }
      return catalog
    },
    // A walk that was left half way goes on when somebody looks again.
    staleTime: (query) => (query.state.data?.next === undefined ? 60_000 : 0),
    retry: false,
    refetchInterval: askAgainAfter,
  })
}
