import { LoginRequiredError, RegistryRejectedError } from '../registry/errors.ts'
import { listHiddenTags } from '../registry/hiddenTags.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { type TagWalk, walkTagList } from '../registry/tags.ts'
import type { Transport } from '../registry/transport.ts'
import { provesEmptiness } from './absence.ts'

/** Every tag of a repository, as far as its registry can be brought to name them. */
export type WholeList = {
  readonly tags: readonly Tag[]
  /** Among `tags`: those that the registry's own list leaves out. */
  readonly hidden: readonly Tag[]
  /** No digest may be deleted where this is false: there may be tags on it that nobody can see. */
  readonly isWhole: boolean
}

const MOST_WALKS = 5

/**
 * Lists all tags and makes sure of it: a list that comes in pages is walked until two walks agree, and tags
 * that a registry hides are searched for.
 *
 * @throws NotFoundError for a repository that does not exist; what `send` throws
 */
export async function listEveryTag(
  transport: Transport,
  repository: RepositoryName,
  signal?: AbortSignal,
): Promise<WholeList> {
  let walk = await walkTagList(transport, repository, signal)
  let agrees = !walk.isPaged
  for (let walks = 1; !agrees && walks < MOST_WALKS; walks += 1) {
    const again = await walkTagList(transport, repository, signal)
    agrees = namesSame(walk, again)
    walk = again
  }
  const hidden = await searchHidden(transport, repository, walk.tags, signal, walk)
  return {
    tags: [...walk.tags, ...(hidden ?? [])],
    hidden: hidden ?? [],
    isWhole: agrees && walk.refused === 0 && hidden !== undefined,
  }
}

/**
 * `listEveryTag` for a repository that was there before: where the registry itself knows it no longer, no
 * tag is left.
 *
 * @throws what `send` throws
 */
export async function listTagsLeft(
  transport: Transport,
  repository: RepositoryName,
): Promise<WholeList> {
  try {
    return await listEveryTag(transport, repository)
  } catch (error) {
    if (provesEmptiness(error)) return { tags: [], hidden: [], isWhole: true }
    throw error
  }
}

/** `undefined` where the registry, or a proxy before it, refuses the question: zot knows no such `last`. */
async function searchHidden(...input: Parameters<typeof listHiddenTags>) {
  try {
    return await listHiddenTags(...input)
  } catch (error) {
    const isRefusal =
      error instanceof RegistryRejectedError && !(error instanceof LoginRequiredError)
    if (isRefusal) return undefined
    throw error
  }
}

function namesSame(one: TagWalk, other: TagWalk): boolean {
  const names = new Set(other.tags)
  return one.tags.length === names.size && one.tags.every((tag) => names.has(tag))
}
