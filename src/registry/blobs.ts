import { deliversByte, leave } from './transport/answer.ts'
import { parseJson, readBytes, readContent, readStream } from './transport/body.ts'
import { checkDigest, isEmptyContent } from './digest.ts'
import { NotFoundError, RegistryError } from './errors.ts'
import type { Descriptor } from './manifest.ts'
import type { Digest, RepositoryName } from './names.ts'
import type { Place } from './place.ts'
import { type RegistryRequest, malformed, send } from './transport/transport.ts'

/** Far more than any real image config. */
export const CONFIG_LIMIT = 8 * 1024 * 1024

type Blob = Pick<Descriptor, 'digest' | 'size'>

export function blobPath(repository: RepositoryName, digest: Digest): string {
  return `/v2/${repository}/blobs/${digest}`
}

/**
 * A small JSON blob, such as an image config, verified against its digest; `{}` if it has no bytes.
 *
 * @see distribution-spec, "Pulling blobs" (end-2)
 * @throws DigestMismatchError; MalformedResponseError (`too-large` above 8 MiB); NotFoundError if it is missing;
 *   RedirectedError if the registry redirects to other storage
 */
export async function fetchJsonBlob(
  { transport, repository, signal }: Place,
  { digest, size }: Blob,
): Promise<unknown> {
  const path = blobPath(repository, digest)
  const request: RegistryRequest = { path, signal, cache: 'default' }
  // Nothing to read: some tools push artifacts with an empty config.
  if (isEmptyContent(digest)) return {}
  if (size > CONFIG_LIMIT) {
    throw malformed(request, 'too-large', `${size} bytes are too many for a config`)
  }
  return await readContent(request, async (asked) => {
    const answer = await send(transport, asked)
    const bytes = await readBytes(answer, asked, CONFIG_LIMIT)
    // No bytes at all: the connection broke.
    if (bytes.length > 0) checkDigest(asked, digest, bytes)
    return parseJson(bytes, answer, asked)
  })
}

/**
 * Whether a blob can be read, judged by its first byte. HEAD can't tell: after a garbage collection, a registry
 * that caches descriptors in memory still answers 200, and GET then ends without a byte.
 *
 * @returns `unknown` if the response proves nothing; this includes a 401
 */
export async function askBlob(
  { transport, repository, signal }: Place,
  { digest, size }: Blob,
): Promise<'there' | 'gone' | 'unknown'> {
  const path = blobPath(repository, digest)
  // An empty blob has no first byte to ask for.
  const headers = size === 0 ? {} : { Range: 'bytes=0-0' }
  try {
    const answer = await send(transport, { path, headers, signal })
    if (size !== 0) return (await deliversByte(answer)) ? 'there' : 'gone'
    leave(answer.body)
    return 'there'
  } catch (error) {
    if (!(error instanceof RegistryError) || signal?.aborted) throw error
    return error instanceof NotFoundError && error.hasCode('BLOB_UNKNOWN') ? 'gone' : 'unknown'
  }
}

/**
 * Streams a blob of any size, or its bytes from `start` up to `end`; never more than its descriptor says. The
 * digest isn't verified: only someone who has all of it can.
 *
 * @see distribution-spec, "Pulling blobs" (end-2)
 * @throws MalformedResponseError (`cut-off`, `too-large`; `unexpected` if the registry ignores the range)
 */
export async function* streamBlob(
  { transport, repository, signal }: Place,
  { digest, size }: Blob,
  {
    start = 0,
    end = size,
    ...rest
  }: { start?: number; end?: number } & Pick<RegistryRequest, 'silenceSeconds'> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const range = `${start}-${end - 1}`
  const isPart = start > 0 || end < size
  const headers = isPart ? { Range: `bytes=${range}` } : {}
  const request: RegistryRequest = { path: blobPath(repository, digest), headers, signal, ...rest }
  const answer = await send(transport, request)
  if (isPart && !answer.headers.get('Content-Range')?.startsWith(`bytes ${range}/`)) {
    leave(answer.body)
    throw malformed(request, 'unexpected', 'the response is a different range')
  }
  const given = yield* readStream(answer, request, end - start)
  if (given < end - start) throw malformed(request, 'cut-off', 'the response was cut off')
}
