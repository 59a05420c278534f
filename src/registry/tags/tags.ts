import { type RepositoryName, type Tag, isTag } from '../names.ts'
import { type NamePage, fetchNames } from '../pagination.ts'
import { type Transport, malformed } from '../transport/transport.ts'

/** One answer of `tags/list`. */
export type TagPage = Omit<NamePage<Tag>, 'names'> & { readonly tags: readonly Tag[] }

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
 * @throws NotFoundError (NAME_UNKNOWN) for a repository without any manifest; what `send` throws
 */
export async function walkTagList(
  transport: Transport,
  repository: RepositoryName,
  signal?: AbortSignal,
): Promise<TagWalk> {
  const tags = new Set<Tag>()
  const seen = new Set<string>()
  let refused = 0
  let path: string | undefined = tagListPath(repository)
  while (path) {
    if (seen.has(path)) throw malformed({ path }, 'circle', 'the pages lead in a circle')
    seen.add(path)
    const page: TagPage = await fetchTagPage(transport, path, signal)
    for (const tag of page.tags) tags.add(tag)
    refused += page.refused
    path = page.next
  }
  return { tags: [...tags], isPaged: seen.size > 1, refused }
}

/** One answer of `tags/list`, for `path` with its query. */
export async function fetchTagPage(
  transport: Transport,
  path: string,
  signal?: AbortSignal,
): Promise<TagPage> {
  const { names: tags, ...page } = await fetchNames(transport, { path, signal }, 'tags', isTag)
  return { tags, ...page }
}
