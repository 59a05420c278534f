import { queryOptions } from '@tanstack/react-query'
import { readCandidate } from '../cleanup/rules/readCandidate.ts'
import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import { cachedFetchers } from './readContent.ts'
import { rowTransport } from './session/session.ts'
import { repositoryKey } from './tags.ts'

/** Key of what rules know about the tags of the list loaded at `listedAt`: earlier, tags may have moved. */
export function candidatesKey(repository: RepositoryName, listedAt: number) {
  return [...repositoryKey(repository), 'candidates', listedAt]
}

/** What a rule may need about a tag: content may be cached, where the tag points isn't. Kept until removed. */
export function candidateQuery(repository: RepositoryName, tag: Tag, listedAt: number) {
  return queryOptions({
    queryKey: [...candidatesKey(repository, listedAt), tag],
    queryFn: ({ client, signal }) => readCandidate(cachedFetchers(client, repository), tag, signal),
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/**
 * Which of the tags that a rule selects the exported program would skip here, and why.
 *
 * @param digests where the rule saw the tags
 */
export function skipsQuery(
  repository: RepositoryName,
  selected: readonly Tag[],
  digests: ReadonlyMap<Tag, Digest>,
  listedAt: number,
) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'skips', listedAt, selected.join(' ')],
    queryFn: async ({ signal }) => {
      const { foreseeSkips } = await import('../cleanup/script/narrowPlan.ts')
      return foreseeSkips({ transport: rowTransport, repository, signal }, selected, digests)
    },
  })
}
