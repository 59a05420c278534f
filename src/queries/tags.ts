import { queryOptions } from '@tanstack/react-query'
import { NotFoundError } from '../registry/errors.ts'
import { listHiddenTags } from '../registry/hiddenTags.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { listTags } from '../registry/tags.ts'
import { askAgainAfter } from './backoff.ts'
import { pageTransport, rowTransport } from './session.ts'

/** Key of everything that is known of one repository. */
export function repositoryKey(repository: RepositoryName) {
  return ['repository', repository] as const
}

/** All tags that the registry lists, unsorted. */
export function tagListQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'tags'],
    queryFn: ({ signal }) => listTags(pageTransport, repository, signal),
    refetchInterval: askAgainAfter,
  })
}

/** The same list for a row of the repositories' table: it waits its turn, and no repository is an empty list. */
export function tagCountQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'tags'],
    queryFn: async ({ signal }): Promise<readonly Tag[]> => {
      try {
        return await listTags(rowTransport, repository, signal)
      } catch (error) {
        if (error instanceof NotFoundError && error.hasCode('NAME_UNKNOWN')) return []
        throw error
      }
    },
  })
}

/** Tags that the registry's list leaves out (distribution 3.1.0 and 3.1.1 on S3), for the list `listed`. */
export function hiddenTagsQuery(repository: RepositoryName, listed: readonly Tag[]) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'hidden tags', listed.length],
    queryFn: ({ signal }) => listHiddenTags(rowTransport, repository, listed, signal),
    staleTime: 60_000,
  })
}
