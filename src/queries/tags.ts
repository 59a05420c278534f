import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { walkTagList } from '../registry/tags/tags.ts'
import { askAgainAfter } from './session/backoff.ts'
import { noteTagCount } from './storage/emptiedRepositories.ts'
import { catalogQuery } from './repositories.ts'
import { pageTransport, rowTransport } from './session/session.ts'

/** Key of everything known about repositories, except the list of their names. */
export const repositoriesKey = ['repository'] as const

export function repositoryKey(repository: RepositoryName) {
  return [...repositoriesKey, repository] as const
}

/** Key of what repositories are sorted by, followed by a name: see `repositoryFacts.ts`. */
export const factsKey = [...repositoriesKey, 'facts'] as const

/** Also records whether there are any tags, for the list of repositories. */
export function tagListQuery(repository: RepositoryName, transport = pageTransport) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'tags'],
    queryFn: async ({ signal }) => {
      const { tags } = await walkTagList({ transport, repository, signal })
      noteTagCount(repository, tags.length)
      return tags
    },
    refetchInterval: askAgainAfter,
  })
}

/** The same list for a row in the list of repositories: it waits its turn. */
export function tagCountQuery(repository: RepositoryName) {
  return { ...tagListQuery(repository, rowTransport), refetchInterval: false } as const
}

/** Tags of a repository that were moved, added, restored or deleted. */
export type TagChange = {
  readonly repository: RepositoryName
  readonly tags: readonly { readonly tag: Tag }[]
}

/**
 * Makes the whole page follow a change; everything that writes to the registry calls this. It forgets what is cached
 * about the tags, and reloads everything on the page that belongs to their repository.
 */
export function tellTagsChanged(client: QueryClient, changes: readonly TagChange[]): void {
  if (changes.length === 0) return
  void client.invalidateQueries({ queryKey: catalogQuery().queryKey })
  for (const repository of new Set(changes.map((change) => change.repository))) {
    client.removeQueries({ queryKey: [...factsKey, repository] })
    const tags = changes.flatMap((change) => (change.repository === repository ? change.tags : []))
    void follow(client, repository, new Set(tags.map(({ tag }) => tag)))
  }
}

async function follow(
  client: QueryClient,
  repository: RepositoryName,
  changed: ReadonlySet<unknown>,
): Promise<void> {
  const ofRepository = { queryKey: repositoryKey(repository) }
  // Keys of queries about a tag end with it. Removing such a query instead would leave its row unchanged.
  for (const query of client.getQueryCache().findAll(ofRepository)) {
    if (changed.has(query.queryKey.at(-1))) query.reset()
  }
  // The list comes first: rows of deleted tags disappear with it, and request nothing.
  const list = tagListQuery(repository)
  await client.invalidateQueries({ queryKey: list.queryKey })
  await client.invalidateQueries({
    ...ofRepository,
    predicate: ({ queryHash }) => queryHash !== client.getQueryCache().find(list)?.queryHash,
  })
}
