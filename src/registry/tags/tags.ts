import { type RepositoryName, type Tag, isTag } from '../names.ts'
import { type NamePage, fetchNames, walkNames } from '../pagination.ts'
import type { Place } from '../place.ts'

const TAGS = { field: 'tags', isName: isTag } as const

/** Path of the whole tag list. nginx lets the browser ask for the same path ahead. */
export function tagListPath(repository: RepositoryName): string {
  return `/v2/${repository}/tags/list`
}

/** A whole tag list, and how it was read. */
export type TagWalk = {
  readonly tags: readonly Tag[]
  /** The registry gave it in parts: what is pushed or deleted meanwhile may be missed. */
  readonly isPaged: boolean
  /** Names that the grammar refuses: counted, never used. */
  readonly refused: number
}

/**
 * All tags that the registry lists, in its order (distribution 2.8 does not sort), each once. An emptied
 * repository has none: distribution answers `null`. Asked without `n`, every version answers whole; a
 * registry that pages all the same is followed to the end.
 *
 * The list may still leave tags out: see `listHiddenTags`.
 *
 * @see distribution-spec, "Listing Tags" (end-8a, end-8b)
 * @throws NotFoundError (NAME_UNKNOWN) for a repository without any manifest
 */
export async function walkTagList({ transport, repository, signal }: Place): Promise<TagWalk> {
  const tags = new Set<Tag>()
  let [pages, refused] = [0, 0]
  const request = { path: tagListPath(repository), signal }
  for await (const page of walkNames(transport, request, TAGS)) {
    for (const tag of page.names) tags.add(tag)
    refused += page.refused
    pages += 1
  }
  return { tags: [...tags], isPaged: pages > 1, refused }
}

/** The answer of `tags/list` to a query. */
export function fetchTagPage(
  { transport, repository, signal }: Place,
  query: string,
): Promise<NamePage<Tag>> {
  return fetchNames(transport, { path: `${tagListPath(repository)}?${query}`, signal }, TAGS)
}
