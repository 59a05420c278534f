import http from 'node:http'
import { MANIFEST_TYPES, digestOf } from '../../stack/content.mjs'
import type { Content } from './content.ts'
import { inParallel } from './push.ts'

/** Where a tag points: a digest; `gone` if the registry itself says so; else the status of the response. */
export type TagSight = {
  readonly isListed: boolean
  readonly at: string
}

/** What a repository shows to any client, read over plain HTTP without the product's code. */
export type Sight = {
  readonly tags: ReadonlyMap<string, TagSight>
  /** Manifests that can be read and match their digest. */
  readonly manifests: ReadonlySet<string>
  /** Blobs that can be read and match. */
  readonly blobs: ReadonlySet<string>
}

export const ACCEPT = [
  MANIFEST_TYPES,
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
].join(', ')

/**
 * Observes every tag pushed or listed, every manifest, and every blob.
 *
 * @param options `blobs`: what is known about them; then they aren't read
 */
export async function observe(
  origin: string,
  content: Content,
  { blobs: known }: { blobs?: ReadonlySet<string> | undefined } = {},
): Promise<Sight> {
  const { repository, nodes } = content
  const read = (path: string) => readRaw(`${origin}/v2/${repository}/${path}`)
  const list = JSON.parse((await read('tags/list')).body?.toString() || '{}') as {
    tags?: string[] | null
  }
  const listed = new Set(list.tags)
  const tags = new Map<string, TagSight>()
  await inParallel([...new Set([...content.tags.keys(), ...listed])], async (tag) => {
    tags.set(tag, { isListed: listed.has(tag), at: placeOf(await read(`manifests/${tag}`)) })
  })
  const manifests = new Set<string>()
  await inParallel([...nodes], async ([digest, { kind }]) => {
    const { status, body } = await read(`manifests/${digest}`)
    // Schema 1 is signed anew for each response.
    const isWhole = body && (kind === 'schema-1' || digestOf(body) === digest)
    if (status === 200 && isWhole) manifests.add(digest)
  })
  if (known) return { tags, manifests, blobs: known }
  const blobs = new Set<string>()
  await inParallel([...content.blobs.keys()], async (digest) => {
    const { body } = await read(`blobs/${digest}`)
    if (body && digestOf(body) === digest) blobs.add(digest)
  })
  return { tags, manifests, blobs }
}

function placeOf({ status, digest, body }: Answer): string {
  if (status === 200) return digest ?? 'status 200'
  return status === 404 && body?.includes('MANIFEST_UNKNOWN') ? 'gone' : `status ${status}`
}

type Answer = {
  readonly status: number
  readonly digest: string | undefined
  /** `undefined` if the registry promised bytes and closed the connection. */
  readonly body: Buffer | undefined
}

/** Half the work of `fetch`, which matters here. */
const agent = new http.Agent({ keepAlive: true })

function readRaw(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent, headers: { accept: ACCEPT } }, (response) => {
      const chunks: Buffer[] = []
      const status = response.statusCode ?? 0
      const named = response.headers['docker-content-digest']
      const digest = typeof named === 'string' ? named : undefined
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status, digest, body: Buffer.concat(chunks) }))
      response.on('error', () => resolve({ status, digest, body: undefined }))
    })
    request.on('error', reject)
  })
}
