import { queryOptions } from '@tanstack/react-query'
import { probeDeletion } from '../deletion/ability.ts'
import type { RepositoryName } from '../registry/names.ts'
import { rowTransport } from './session.ts'
import { repositoryKey } from './tags.ts'

/** What can be deleted in a repository; asked each time it is looked at. */
export function deletionAbilityQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'deletion ability'],
    queryFn: ({ signal }) => probeDeletion(rowTransport, repository, signal),
    staleTime: 0,
    retry: false,
  })
}
