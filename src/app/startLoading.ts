import { type QueryClient, type QueryKey, hashKey } from '@tanstack/react-query'
import { loadReader, prefetchImage } from '../queries/manifests.ts'
import { catalogQuery } from '../queries/repositories.ts'
import { basePath, registryHosts } from '../queries/session/settings.ts'
import { tagListQuery } from '../queries/tags.ts'
import { readAddress } from '../routing/paths.ts'
import { loadImagePage } from './routes.tsx'

/** How long the first render waits for its data, in milliseconds. */
const PATIENCE = 100

/**
 * Requests what the first page shows before React starts. Resolves when it is there, but soon in any case: nginx had
 * it preloaded, and painting an empty frame first would only delay the rows.
 */
export async function startLoading(queryClient: QueryClient): Promise<void> {
  // Rows request their details as soon as they are shown.
  loadReader().catch(() => undefined)
  await Promise.race([
    loadFirstPage(queryClient),
    new Promise((resolve) => setTimeout(resolve, PATIENCE)),
  ])
}

async function loadFirstPage(queryClient: QueryClient): Promise<void> {
  const address = readAddress(location.pathname.slice(basePath.length), registryHosts)
  switch (address.page) {
    case 'repositories':
      void queryClient.prefetchQuery(catalogQuery())
      return firstAnswer(queryClient, catalogQuery().queryKey)
    case 'repository':
      return queryClient.prefetchQuery(tagListQuery(address.repository))
    case 'image': {
      // The page itself reports code that can't be loaded.
      const program = loadImagePage().catch(() => undefined)
      await prefetchImage(queryClient, address.reference)
      return program.then(() => undefined)
    }
    default:
      return undefined
  }
}

/** Waits for a query's first data or failure, while it continues: a catalog has many pages. */
function firstAnswer(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  const hash = hashKey(queryKey)
  return new Promise((resolve) => {
    const unsubscribe = queryClient.getQueryCache().subscribe(({ query }) => {
      if (query.queryHash !== hash || query.state.status === 'pending') return
      unsubscribe()
      resolve()
    })
  })
}
