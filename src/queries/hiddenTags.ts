import { queryOptions } from '@tanstack/react-query'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { loadReader } from './manifests.ts'
import { rowTransport } from './session/session.ts'
import { repositoryKey } from './tags.ts'

/**
 * Tags missing from the registry's list (distribution 3.1.0 and 3.1.1 on S3), for the list `listed` that was loaded
 * at `listedAt` (`Date.now()` milliseconds).
 */
export function hiddenTagsQuery(
  repository: RepositoryName,
  listed: readonly Tag[],
  listedAt: number,
) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'hidden tags', listedAt],
    queryFn: async ({ signal }) => {
      const { listHiddenTags } = await loadReader()
      return await listHiddenTags({ transport: rowTransport, repository, signal }, listed)
    },
    staleTime: 60_000,
  })
}
