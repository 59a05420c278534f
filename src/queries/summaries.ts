import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { loadReader } from './manifests.ts'
import { repositoryKey } from './tags.ts'

/** What is known of a tag that nobody looks at is as old as this at most when a list is opened, in milliseconds. */
const KEPT = 300_000

/** Key of what rows show of a repository's tags: of tags that people gave, or of attachments. */
export function rowsKey(repository: RepositoryName, ...kind: ('summary' | 'attachment')[]) {
  return [...repositoryKey(repository), 'row', ...kind]
}

/**
 * A row's details, read in the row's turn; what is known by its digest is not asked again. Kept until it is
 * removed: a list that is sorted by them must not forget them while somebody reads it.
 */
export function tagSummaryQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...rowsKey(repository, 'summary'), tag],
    queryFn: async ({ client, signal }) => {
      const { fetchTagSummary } = await loadReader()
      return fetchTagSummary(client, repository, tag, signal)
    },
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/** The content of an attachment's tag, read in the row's turn, and kept as summaries are. */
export function attachmentContentQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...rowsKey(repository, 'attachment'), tag],
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ client, signal }) => {
      const { fetchAttachmentContent } = await loadReader()
      return fetchAttachmentContent(client, repository, tag, signal)
    },
  })
}

/** Forgets what is known of the tags that nobody looks at: all of it, or what is old. */
export function forgetAnswers(
  client: QueryClient,
  repository: RepositoryName,
  isOld = false,
): void {
  client.removeQueries({
    queryKey: rowsKey(repository),
    type: 'inactive',
    predicate: ({ state }) =>
      state.fetchStatus === 'idle' && (!isOld || state.dataUpdatedAt < Date.now() - KEPT),
  })
}
