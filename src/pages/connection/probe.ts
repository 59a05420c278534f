import { pageTransport } from '../../queries/session/session.ts'
import { basePath } from '../../queries/session/settings.ts'
import { provesEmptiness } from '../../registry/absence.ts'
import { blobPath } from '../../registry/blobs.ts'
import { FIRST_CATALOG_PAGE, walkCatalog } from '../../registry/catalog.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { RepositoryName, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { type TagWalk, walkTagList } from '../../registry/tags/tags.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import { deliversByte, leave } from '../../registry/transport/answer.ts'
import { fetchTransport, send } from '../../registry/transport/transport.ts'
import { noneWhere } from '../../registry/transport/tryRead.ts'

/** How many repositories are searched for one with tags. */
const MOST_SEARCHED = 20

/** An image of the registry, to try things on. */
export type Sample = {
  readonly place: Place & { readonly repository: RepositoryName }
  readonly list: TagWalk
  readonly tag: Tag
}

/**
 * The requests of one round of checks. Checks share what they ask for: each request is sent once. All of them only
 * read.
 */
export type Probe = ReturnType<typeof createProbe>

export function createProbe() {
  /** Which check says what an error means: the one whose request failed. */
  const owners = new Map<unknown, string>()
  const once = <Value>(check: string, ask: () => Promise<Value>) => {
    let asked: Promise<Value> | undefined
    const own = async () => {
      try {
        return await ask()
      } catch (error) {
        if (!owners.has(error)) owners.set(error, check)
        throw error
      }
    }
    return () => (asked ??= own())
  }
  const catalog = once('catalog', async () => {
    const walk = walkCatalog(pageTransport, FIRST_CATALOG_PAGE)
    const { value } = await walk.next()
    return value ?? undefined
  })
  const sample = once('tags', async (): Promise<Sample | undefined> => {
    const page = await catalog()
    for (const repository of (page?.names ?? []).slice(0, MOST_SEARCHED)) {
      const place = { transport: pageTransport, repository }
      const list = await walkTagList(place).catch(noneWhere(provesEmptiness))
      const [tag] = list?.tags ?? []
      if (list && tag) return { place, list, tag }
    }
    return undefined
  })
  const manifest = once('manifests', async () => {
    const found = await sample()
    return found && { ...found, content: await fetchManifest(found.place, found.tag) }
  })
  return {
    /** `GET /v2/` without a login: 200 or 401 (then with `refusal`), and how long the answer took. */
    greeting: once('reach', greet),
    /** The first page of the catalog. */
    catalog,
    /** A repository with tags; `undefined` if none was found. */
    sample,
    /** What the sample's first tag points to. */
    manifest,
    /** The answer to a request for the first byte of a blob; `undefined` if the sample has none. */
    firstByte: once('blobs', async () => {
      const found = await manifest()
      const blob = found && (await findBlob(found.place, found.content))
      return found && blob && (await askFirstByte(found.place, blob))
    }),
    /** The check that reports an error; `undefined`: whichever met it. */
    ownerOf: (error: unknown) => owners.get(error),
  }
}

async function greet() {
  const transport = fetchTransport(basePath)
  const request = { path: '/v2/' }
  const ask = async () => {
    const start = performance.now()
    const answer = await transport(request)
    return { answer, milliseconds: performance.now() - start }
  }
  const first = await ask()
  const { status, headers } = first.answer
  const refusal = await send(() => Promise.resolve(first.answer), request).then(
    ({ body }) => {
      leave(body)
      return undefined
    },
    (error: unknown) => {
      if (error instanceof LoginRequiredError) return error
      throw error
    },
  )
  // The first request may have opened the connection.
  const second = await ask()
  leave(second.answer.body)
  return {
    status,
    headers,
    refusal,
    milliseconds: Math.min(first.milliseconds, second.milliseconds),
  }
}

async function findBlob(
  place: Place,
  { manifest }: FetchedManifest,
): Promise<Pick<Descriptor, 'digest' | 'size'> | undefined> {
  if (manifest.kind === 'image-manifest') return manifest.layers[0] ?? manifest.config
  const [child] = manifest.kind === 'image-index' ? manifest.manifests : []
  return child && (await findBlob(place, await fetchManifest(place, child.digest)))
}

async function askFirstByte(
  { transport, repository }: Place,
  { digest }: Pick<Descriptor, 'digest'>,
): Promise<{ status: number; hasByte: boolean }> {
  const path = blobPath(repository, digest)
  const answer = await send(transport, { path, headers: { Range: 'bytes=0-0' } })
  return { status: answer.status, hasByte: await deliversByte(answer) }
}
