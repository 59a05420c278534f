import { type QueryClient, type QueryKey, hashKey } from '@tanstack/react-query'
import { loadReader, prefetchImage } from '../queries/manifests.ts'
import { catalogQuery } from '../queries/repositories.ts'
import { basePath, registryHosts } from '../queries/settings.ts'
import { tagListQuery } from '../queries/tags.ts'
import { readAddress } from '../routing/paths.ts'
import { loadImagePage } from './routes.tsx'

/** Milliseconds that the first render waits for its data. */
const PATIENCE = 100

/**
 * Asks for what the first page shows before React begins its work. Resolves when that is there, but soon in
 * any case. nginx let the browser ask ahead, so the answer has mostly come already, and a frame without rows
 * that is painted first would make everybody wait longer for the rows.
 */
export async function startLoading(queryClient: QueryClient): Promise<void> {
  // Rows ask for their details as soon as they stand there.
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
      // A part of the program that cannot be loaded is told by the page itself.
      const program = loadImagePage().catch(() => undefined)
      await prefetchImage(queryClient, address.reference)
      return program.then(() => undefined)
    }
    default:
      return undefined
  }
}

/** Waits for the first data, or the failure, of a query that goes on after it: a catalog has many pages. */
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
