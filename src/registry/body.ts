import { MalformedResponseError } from './errors.ts'
import { type RegistryRequest, describeRequest, unreachable } from './transport.ts'

/**
 * The body of an answer as bytes.
 *
 * @throws MalformedResponseError (`too-large`) above `limit` bytes, (`cut-off`) where fewer bytes come
 *   than the answer promised, (`compressed`) where nginx says that the registry compressed it;
 *   RegistryUnreachableError (`timeout`) where they do not come in time
 */
export async function readBytes(
  response: Response,
  request: RegistryRequest,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const what = describeRequest(request)
  const tooLarge = () =>
    new MalformedResponseError(
      what,
      'too-large',
      `${what}: the answer is larger than ${limit} bytes`,
    )
  const encoding = response.headers.get('X-Registry-Content-Encoding')
  if (encoding !== null) {
    await response.body?.cancel()
    const message = `${what}: the answer is compressed (${encoding})`
    throw new MalformedResponseError(what, 'compressed', message)
  }
  const promised = Number(response.headers.get('Content-Length') ?? Number.NaN)
  if (promised > limit) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const brokeOff = () =>
    new MalformedResponseError(what, 'cut-off', `${what}: the answer broke off`)
  const bytes = await readWithin(response, limit, tooLarge).catch((error: unknown) => {
    if (error instanceof MalformedResponseError || request.signal?.aborted) throw error
    const missed = unreachable(what, error)
    throw missed.reason === 'timeout' ? missed : brokeOff()
  })
  const isEncoded = response.headers.has('Content-Encoding')
  if (!isEncoded && Number.isFinite(promised) && bytes.length < promised) throw brokeOff()
  return bytes
}

async function readWithin(
  response: Response,
  limit: number,
  tooLarge: () => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  // One read is faster; the stream is only needed where nobody says how much will come, or inflates it.
  const { headers } = response
  const isMeasured = headers.has('Content-Length') && !headers.has('Content-Encoding')
  if (isMeasured || !response.body) {
    return new Uint8Array(await response.arrayBuffer())
  }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > limit) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

/**
 * Bytes as JSON.
 *
 * @throws MalformedResponseError: `web-page` where a login or error page came instead, `cut-off` or
 *   `not-json`
 */
export function parseJson(
  bytes: Uint8Array,
  response: Response,
  request: RegistryRequest,
): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch {
    const what = describeRequest(request)
    const type = response.headers.get('Content-Type') ?? ''
    if (type.includes('html') || /^\s*<(?:!doctype|html)/i.test(text)) {
      const message = `${what}: a web page came instead of the registry's answer`
      throw new MalformedResponseError(what, 'web-page', message)
    }
    const isCut = /^\s*[[{]/.test(text) && !/[\]}]\s*$/.test(text)
    throw isCut || text === ''
      ? new MalformedResponseError(what, 'cut-off', `${what}: the answer broke off`)
      : new MalformedResponseError(what, 'not-json', `${what}: the answer is not JSON`)
  }
}
