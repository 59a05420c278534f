import { type Answer, collect, leave, readPieces } from './answer.ts'
import { DigestMismatchError, MalformedResponseError, RegistryError } from '../errors.ts'
import {
  type RegistryRequest,
  type Transport,
  describeRequest,
  malformed,
  send,
  unreachable,
} from './transport.ts'

/** @throws as `readStream` */
export async function readBytes(
  answer: Answer,
  request: RegistryRequest,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return await collect(readStream(answer, request, limit))
}

/**
 * The body in pieces; returns the total size.
 *
 * @throws MalformedResponseError: `too-large` above `limit` bytes, `cut-off` if fewer bytes come than announced,
 *   `compressed` if nginx says so; RegistryUnreachableError (`timeout`) if the registry falls silent
 */
export async function* readStream(
  answer: Answer,
  request: RegistryRequest,
  limit: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, number> {
  const tooLarge = () =>
    malformed(request, 'too-large', `the response is larger than ${limit} bytes`)
  const brokeOff = () => malformed(request, 'cut-off', 'the response was cut off')
  const encoding = answer.headers.get('X-Registry-Content-Encoding')
  const promised = Number(answer.headers.get('Content-Length') ?? Number.NaN)
  if (encoding !== null || promised > limit) {
    leave(answer.body)
    if (encoding === null) throw tooLarge()
    throw malformed(request, 'compressed', `the response is compressed (${encoding})`)
  }
  let size = 0
  try {
    for await (const piece of readPieces(answer, limit + 1)) {
      size += piece.length
      if (size > limit) throw tooLarge()
      yield piece
    }
  } catch (error) {
    if (request.signal?.aborted || error instanceof RegistryError) throw error
    const missed = unreachable(describeRequest(request), error)
    throw missed.reason === 'timeout' ? missed : brokeOff()
  }
  const isEncoded = answer.headers.has('Content-Encoding')
  if (!isEncoded && size < promised) throw brokeOff()
  return size
}

export async function fetchJson(transport: Transport, request: RegistryRequest, limit: number) {
  const answer = await send(transport, request)
  const bytes = await readBytes(answer, request, limit)
  return { json: parseJson(bytes, answer, request), bytes, headers: answer.headers }
}

/**
 * Reads content by digest with `read`. If it isn't what it should be, it is requested once more, bypassing the
 * browser's cache: a proxy may have answered wrongly once, and the cache would keep that forever.
 */
export async function readContent<Value>(
  request: RegistryRequest,
  read: (request: RegistryRequest) => Promise<Value>,
): Promise<Value> {
  try {
    return await read(request)
  } catch (error) {
    const isWrong = error instanceof MalformedResponseError || error instanceof DigestMismatchError
    if (!isWrong || request.cache !== 'default') throw error
    return await read({ ...request, cache: 'reload' })
  }
}

/** @throws MalformedResponseError: `web-page` (a login or error page), `cut-off`, `not-json` */
export function parseJson(
  bytes: Uint8Array,
  answer: Pick<Answer, 'headers'>,
  request: RegistryRequest,
): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch {
    const type = answer.headers.get('Content-Type') ?? ''
    if (type.includes('html') || /^\s*<(?:!doctype|html)/i.test(text)) {
      throw malformed(request, 'web-page', "got a web page instead of the registry's response")
    }
    const isCut = text === '' || (/^\s*[[{]/.test(text) && !/[\]}]\s*$/.test(text))
    throw isCut
      ? malformed(request, 'cut-off', 'the response was cut off')
      : malformed(request, 'not-json', 'the response is not JSON')
  }
}
