import { parseJson, readBytes } from './body.ts'
import { digestLike } from './digest.ts'
import { DigestMismatchError, MalformedResponseError } from './errors.ts'
import type { Descriptor } from './manifest.ts'
import type { RepositoryName } from './names.ts'
import { type RegistryRequest, type Transport, describeRequest, send } from './transport.ts'

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
  const request: RegistryRequest = { path, signal, immutable: true }
  const what = describeRequest(request)
  if (size > CONFIG_LIMIT) {
    const message = `${what}: ${size} bytes are too many for a config`
    throw new MalformedResponseError(what, 'too-large', message)
  }
  const response = await send(transport, request)
  const bytes = await readBytes(response, request, CONFIG_LIMIT)
  const actual = digestLike(digest, bytes)
  if (bytes.length === 0 && size > 0) {
    throw new MalformedResponseError(what, 'cut-off', `${what}: the answer is empty`)
  }
  if (actual && actual !== digest) throw new DigestMismatchError(what, digest, actual)
  return parseJson(bytes, response, request)
}
