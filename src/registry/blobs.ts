import { leave } from './transport/answer.ts'
import { parseJson, readBytes, readContent, readStream } from './transport/body.ts'
import { digestLike } from './digest.ts'
import { DigestMismatchError } from './errors.ts'
import type { Descriptor } from './manifest.ts'
import type { RepositoryName } from './names.ts'
import {
  type RegistryRequest,
  type Transport,
  describeRequest,
  malformed,
  send,
} from './transport/transport.ts'

/** No image config comes near it; a larger one is a trick. */
export const CONFIG_LIMIT = 8 * 1024 * 1024

/**
 * A small blob that is JSON, such as an image config, checked against its digest.
 *
 * @see distribution-spec, "Pulling blobs" (end-2)
 * @throws DigestMismatchError; MalformedResponseError (`too-large` above 8 MiB); NotFoundError where it is
 *   missing; RedirectedError where the registry sends to another storage; what `send` throws
 */
export async function fetchJsonBlob(
  transport: Transport,
  repository: RepositoryName,
  descriptor: Descriptor,
  signal?: AbortSignal,
): Promise<unknown> {
  const { digest, size } = descriptor
  const path = `/v2/${repository}/blobs/${digest}`
  const request: RegistryRequest = { path, signal, cache: 'default' }
  if (size > CONFIG_LIMIT) {
    throw malformed(request, 'too-large', `${size} bytes are too many for a config`)
  }
  return await readContent(request, async (asked) => {
    const answer = await send(transport, asked)
    const bytes = await readBytes(answer, asked, CONFIG_LIMIT)
    const actual = digestLike(digest, bytes)
    // Without a byte the answer broke off.
    if (bytes.length > 0 && actual && actual !== digest) {
      throw new DigestMismatchError(describeRequest(asked), digest, actual)
    }
    return parseJson(bytes, answer, asked)
  })
}

/**
 * A blob of any size in pieces, as they come, or its bytes from `start` to before `end`; never more than its
 * descriptor says. Nothing is kept, and nothing checked against the digest: whoever has all of it can do that.
 *
 * @see distribution-spec, "Pulling blobs" (end-2)
 * @throws MalformedResponseError (`cut-off`, `too-large`; `unexpected` where a registry gives no part); what `send`
 *   and `readStream` throw
 */
export async function* streamBlob(
  transport: Transport,
  repository: RepositoryName,
  { digest, size }: Descriptor,
  {
    start = 0,
    end = size,
    ...rest
  }: { start?: number; end?: number } & Pick<RegistryRequest, 'signal' | 'silenceSeconds'> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const range = `${start}-${end - 1}`
  const isPart = start > 0 || end < size
  const headers = isPart ? { Range: `bytes=${range}` } : {}
  const request: RegistryRequest = { path: `/v2/${repository}/blobs/${digest}`, headers, ...rest }
  const response = await send(transport, request)
  if (isPart && !response.headers.get('Content-Range')?.startsWith(`bytes ${range}/`)) {
    leave(response.body)
    throw malformed(request, 'unexpected', 'the answer is another part')
  }
  const given = yield* readStream(response, request, end - start)
  if (given < end - start) throw malformed(request, 'cut-off', 'the answer broke off')
}
