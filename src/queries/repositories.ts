import { queryOptions } from '@tanstack/react-query'
import { FIRST_CATALOG_PAGE, walkCatalog } from '../registry/catalog.ts'
import type { RepositoryName } from '../registry/names.ts'
import { askAgainAfter } from './session/backoff.ts'
import { pageTransport } from './session/session.ts'

export type Catalog = {
  readonly repositories: readonly RepositoryName[]
  /** How many names break the grammar; they are left out. */
  readonly refused: number
  /** Where the walk continues; `undefined` once the list is complete. */
  readonly next: string | undefined
}

/** The catalog, growing as its pages arrive. After a failed page, the next fetch continues from there. */
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
      // Repeated names would be rows with the same key.
      const names = new Set(catalog.repositories)
      for await (const page of walkCatalog(pageTransport, catalog.next, signal)) {
        for (const repository of page.names) names.add(repository)
        catalog = {
          repositories: [...names],
          refused: catalog.refused + page.refused,
          next: page.next,
        }
        // A complete list stays on the page until the new one is complete.
        const isGrowing = begun === undefined || begun.next !== undefined
        if (isGrowing && page.next !== undefined) client.setQueryData(queryKey, catalog)
      }
      return catalog
    },
    // An unfinished walk continues when somebody opens the list again.
    staleTime: (query) => (query.state.data?.next === undefined ? 60_000 : 0),
    retry: false,
    refetchInterval: askAgainAfter,
  })
}
