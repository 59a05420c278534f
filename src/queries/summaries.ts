import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { loadReader } from './manifests.ts'
import { repositoryKey } from './tags.ts'

/** When a list is opened, details older than this that nobody is viewing are dropped, in milliseconds. */
const KEPT = 300_000

/** Key of what rows show about a repository's tags: ordinary tags, or attachments. */
export function rowsKey(repository: RepositoryName, ...kind: ('summary' | 'attachment')[]) {
  return [...repositoryKey(repository), 'row', ...kind]
}

/**
 * A row's details, read in the row's turn; content already loaded isn't requested again. Kept until removed: a list
 * sorted by them must not forget them while somebody reads it.
 */
export function tagSummaryQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...rowsKey(repository, 'summary'), tag],
    queryFn: async ({ client, signal }) =>
      (await loadReader()).fetchTagSummary(client, repository, tag, signal),
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/** The content behind an attachment tag, read in the row's turn and kept like summaries. */
export function attachmentContentQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...rowsKey(repository, 'attachment'), tag],
    queryFn: async ({ client, signal }) =>
      (await loadReader()).fetchAttachmentContent(client, repository, tag, signal),
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/** Drops the details of tags that nobody is viewing: all of them, or old ones. */
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
