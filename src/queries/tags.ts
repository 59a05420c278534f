import { queryOptions } from '@tanstack/react-query'
import { listHiddenTags } from '../registry/tags/hiddenTags.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { walkTagList } from '../registry/tags/tags.ts'
import type { Transport } from '../registry/transport/transport.ts'
import { askAgainAfter } from './backoff.ts'
import { noteTagCount } from './emptiedRepositories.ts'
import { pageTransport, rowTransport } from './session.ts'

/** Key of everything known about repositories, except the list of their names. */
export const repositoriesKey = ['repository'] as const

export function repositoryKey(repository: RepositoryName) {
  return [...repositoriesKey, repository] as const
}

export function tagListQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'tags'],
    queryFn: ({ signal }) => listAndNote(pageTransport, repository, signal),
    refetchInterval: askAgainAfter,
  })
}

/** The same list for a row in the list of repositories: it waits its turn. */
export function tagCountQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'tags'],
    queryFn: ({ signal }) => listAndNote(rowTransport, repository, signal),
  })
}

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
    queryFn: ({ signal }) =>
      listHiddenTags({ transport: rowTransport, repository, signal }, listed),
    staleTime: 60_000,
  })
}

/** Also records whether there are any tags, for the list of repositories. */
async function listAndNote(
  transport: Transport,
  repository: RepositoryName,
  signal: AbortSignal,
): Promise<readonly Tag[]> {
  const { tags } = await walkTagList({ transport, repository, signal })
  noteTagCount(repository, tags.length)
  return tags
}
