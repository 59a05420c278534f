import { queryOptions } from '@tanstack/react-query'
import type { RepositoryName } from '../../registry/names.ts'
import { askRegistryVersion } from '../../registry/version.ts'
import { rowTransport } from './session.ts'

/** The registry's program and major version; any readable repository will do. */
export function registryVersionQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: ['registry version'],
    queryFn: ({ signal }) => askRegistryVersion({ transport: rowTransport, repository, signal }),
    staleTime: 300_000,
  })
}
