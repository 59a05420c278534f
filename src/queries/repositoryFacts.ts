import {
  type FetchQueryOptions,
  type QueryClient,
  type QueryKey,
  isCancelledError,
  queryOptions,
} from '@tanstack/react-query'
import { chooseNamedTag } from '../format/tagOrder.ts'
import { attachmentTag } from '../image/attachments.ts'
import { sizeOf, timeOf } from '../image/summaryValues.ts'
import { provesEmptiness } from '../registry/absence.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { isReferrersTag } from '../registry/tags/attachmentTags.ts'
import { noneWhere } from '../registry/transport/tryRead.ts'
import { tagSummaryQuery } from './summaries.ts'
import { factsKey, tagCountQuery } from './tags.ts'

/** What the list of repositories can be sorted by, besides their names. */
export type RepositoryFacts = {
  readonly tags: number
  /** Of the image that its row shows: bytes, and `Date.now()` milliseconds. */
  readonly size: number | undefined
  readonly created: number | undefined
}

/** The same answers that its row shows: what either has is not requested again. */
export function repositoryFactsQuery(repository: RepositoryName) {
  return queryOptions({
    queryKey: [...factsKey, repository],
    queryFn: async ({ client }): Promise<RepositoryFacts> => {
      const listed = await fetchAnyway(client, tagCountQuery(repository)).catch(
        noneWhere(provesEmptiness),
      )
      const { tags, named } = chooseRowTags(listed ?? [])
      const summary = named && (await fetchAnyway(client, tagSummaryQuery(repository, named)))
      return {
        tags: tags.length,
        size: summary && sizeOf(summary),
        created: summary && timeOf(summary),
      }
    },
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/** The ordinary tags of a repository, and the one that represents them in its row. */
export function chooseRowTags(listed: readonly Tag[]) {
  const own = listed.filter((tag) => !attachmentTag(tag))
  // In a mirror, all images may be named like lists of referrers.
  const tags = own.length > 0 ? own : listed.filter(isReferrersTag)
  return { tags, named: chooseNamedTag(tags) }
}

/** A row that leaves the screen cancels its requests, which may be these. */
async function fetchAnyway<Answer, Key extends QueryKey>(
  client: QueryClient,
  options: FetchQueryOptions<Answer, unknown, Answer, Key>,
): Promise<Answer> {
  try {
    return await client.fetchQuery(options)
  } catch (error) {
    if (!isCancelledError(error)) throw error
    return await fetchAnyway(client, options)
  }
}
