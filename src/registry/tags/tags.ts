import * as v from 'valibot'
import { parseJson, readBytes } from '../transport/body.ts'
import { MalformedResponseError } from '../errors.ts'
import { type RepositoryName, type Tag, isTag } from '../names.ts'
import { nextPage } from '../pagination.ts'
import {
  type RegistryRequest,
  type Transport,
  describeRequest,
  send,
} from '../transport/transport.ts'

const TAG_LIST_LIMIT = 64 * 1024 * 1024
const tagListBody = v.pipe(
  v.unknown(),
  // A list passes for an object without fields: it would be a repository without tags.
  v.check((body) => !Array.isArray(body)),
  v.object({ tags: v.nullish(v.array(v.unknown())) }),
)

/** One answer of `tags/list`. */
export type TagPage = {
  readonly tags: readonly Tag[]
  /** `"tags": null`: on distribution 3.1.x behind the end of the list, on 2.8 and 3.1.x an emptied repository. */
  readonly isNull: boolean
  /** Names that the grammar refuses: counted, never used. */
  readonly refused: number
  readonly next: string | undefined
}

/** Path of the whole tag list. nginx lets the browser ask for the same path ahead. */
export function tagListPath(repository: RepositoryName): string {
  return `/v2/${repository}/tags/list`
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
export async function listTags(
  transport: Transport,
  repository: RepositoryName,
  signal?: AbortSignal,
): Promise<readonly Tag[]> {
  return (await walkTagList(transport, repository, signal)).tags
}

/** A whole tag list, and how it was read. */
export type TagWalk = {
  readonly tags: readonly Tag[]
  /** The registry gave it in parts: what is pushed or deleted meanwhile may be missed. */
  readonly isPaged: boolean
  /** Names that the grammar refuses: counted, never used. */
  readonly refused: number
}

/** `listTags`, and how the list was read. */
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
    if (seen.has(path)) {
      const what = describeRequest({ path })
      throw new MalformedResponseError(what, 'unexpected', `${what}: the pages lead in a circle`)
    }
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
  const request: RegistryRequest = { path, signal }
  const response = await send(transport, request)
  const json = parseJson(await readBytes(response, request, TAG_LIST_LIMIT), response, request)
  const parsed = v.safeParse(tagListBody, json)
  if (!parsed.success) {
    const what = describeRequest(request)
    throw new MalformedResponseError(
      what,
      'unexpected',
      `${what}: the answer is not a list of tags`,
    )
  }
  const names = parsed.output.tags ?? []
  const tags = names.filter((name): name is Tag => typeof name === 'string' && isTag(name))
  return {
    tags,
    isNull: parsed.output.tags === null,
    refused: names.length - tags.length,
    next: nextPage(response.headers.get('Link'), path),
  }
}
