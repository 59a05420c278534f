import { type RepositoryName, type Tag, isTag } from '../names.ts'
import { type NamePage, fetchNames, walkNames } from '../pagination.ts'
import type { Place } from '../place.ts'

const TAGS = { field: 'tags', isName: isTag } as const

/** nginx makes the browser preload this path. */
export function tagListPath(repository: RepositoryName): string {
  return `/v2/${repository}/tags/list`
}

export type TagWalk = {
  readonly tags: readonly Tag[]
  /** The registry sent it in pages: pushes and deletions in between may have been missed. */
  readonly isPaged: boolean
  /** How many names the grammar refuses; they are never used. */
  readonly refused: number
}

/**
 * All tags that the registry lists, in its order (distribution 2.8 doesn't sort), each once; none for a repository
 * without tags left, for which distribution answers `null`. Without `n`, every version of distribution sends the
 * whole list; pages of other registries are followed to the end.
 *
 * The list may still be incomplete: see `listHiddenTags`.
 *
 * @see distribution-spec, "Listing Tags" (end-8a, end-8b)
 * @throws NotFoundError (NAME_UNKNOWN) for a repository without manifests
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

export function fetchTagPage(
  { transport, repository, signal }: Place,
  query: string,
): Promise<NamePage<Tag>> {
  return fetchNames(transport, { path: `${tagListPath(repository)}?${query}`, signal }, TAGS)
}
