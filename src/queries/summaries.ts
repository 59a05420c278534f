import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { loadReader } from './manifests.ts'
import { repositoryKey } from './tags.ts'

/** What is known of a tag that nobody looks at is as old as this at most when a list is opened, in milliseconds. */
const KEPT = 300_000

/** Key of the summaries of a repository's tags. */
export function summariesKey(repository: RepositoryName) {
  return [...repositoryKey(repository), 'summary']
}

/**
 * A row's details, read in the row's turn; what is known by its digest is not asked again. Kept until it is
 * removed: a list that is sorted by them must not forget them while somebody reads it.
 */
export function tagSummaryQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...summariesKey(repository), tag],
    queryFn: async ({ client, signal }) => {
      const { fetchTagSummary } = await loadReader()
      return fetchTagSummary(client, repository, tag, signal)
    },
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/** Key of the contents of a repository's attachments. */
export function attachmentsKey(repository: RepositoryName) {
  return [...repositoryKey(repository), 'attachment']
}

/** The content of an attachment's tag, read in the row's turn, and kept as summaries are. */
export function attachmentContentQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...attachmentsKey(repository), tag],
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
  for (const queryKey of [summariesKey(repository), attachmentsKey(repository)]) {
    client.removeQueries({
      queryKey,
      type: 'inactive',
      predicate: ({ state }) =>
        state.fetchStatus === 'idle' && (!isOld || state.dataUpdatedAt < Date.now() - KEPT),
    })
  }
}
