import type { QueryClient } from '@tanstack/react-query'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { catalogQuery } from './repositories.ts'
import { repositoryKey, tagListQuery } from './tags.ts'

/** Tags of a repository that were moved, added, restored or deleted. */
export type TagChange = {
  readonly repository: RepositoryName
  readonly tags: readonly { readonly tag: Tag }[]
}

/**
 * Makes all of the page follow a change: whatever writes to the registry calls this, and this alone. What was known
 * of the tags is forgotten, and whoever shows something of their repository asks again.
 */
export function tellTagsChanged(client: QueryClient, changes: readonly TagChange[]): void {
  if (changes.length === 0) return
  void client.invalidateQueries({ queryKey: catalogQuery().queryKey })
  for (const repository of new Set(changes.map((change) => change.repository))) {
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
  // The tag ends the key of every query about it. A removed query would leave the row that follows it as it was.
  for (const query of client.getQueryCache().findAll(ofRepository)) {
    if (changed.has(query.queryKey.at(-1))) query.reset()
  }
  // The list first: the rows of tags that are gone go with it, and ask nothing.
  const list = tagListQuery(repository)
  await client.invalidateQueries({ queryKey: list.queryKey })
  await client.invalidateQueries({
    ...ofRepository,
    predicate: ({ queryHash }) => queryHash !== client.getQueryCache().find(list)?.queryHash,
  })
}
