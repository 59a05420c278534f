import type { QueryClient } from '@tanstack/react-query'
import { prefetchImage } from '../queries/manifests.ts'
import { catalogQuery } from '../queries/repositories.ts'
import { basePath, registryHosts } from '../queries/settings.ts'
import { tagListQuery } from '../queries/tags.ts'
import { imageParam, repositoryParam } from '../routing/paths.ts'
import { loadImagePage } from './routes.tsx'

/** Asks for what the first page needs before React begins its work: the answer travels meanwhile. */
export function startLoading(queryClient: QueryClient): void {
  const path = decodePath(location.pathname).slice(basePath.length)
  const [, page, rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? []
  if (page === '') void queryClient.prefetchQuery(catalogQuery())
  if (page === 'repository') {
    const repository = repositoryParam(rest)
    if (repository) void queryClient.prefetchQuery(tagListQuery(repository))
  }
  if (page === 'image') {
    const image = imageParam(rest, registryHosts)
    if (image) void prefetchImage(queryClient, image)
    void loadImagePage()
  }
}

/** An address that cannot be decoded names nothing; the page says so. */
function decodePath(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
