import { type Answer, leave, readAtMost } from './answer.ts'
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
  answer: Answer,
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
  const encoding = answer.headers.get('X-Registry-Content-Encoding')
  if (encoding !== null) {
    leave(answer.body)
    const message = `${what}: the answer is compressed (${encoding})`
    throw new MalformedResponseError(what, 'compressed', message)
  }
  const promised = Number(answer.headers.get('Content-Length') ?? Number.NaN)
  if (promised > limit) {
    leave(answer.body)
    throw tooLarge()
  }
  const brokeOff = () =>
    new MalformedResponseError(what, 'cut-off', `${what}: the answer broke off`)
  const { bytes, isWhole } = await readAtMost(answer, limit).catch((error: unknown) => {
    if (request.signal?.aborted) throw error
    const missed = unreachable(what, error)
    throw missed.reason === 'timeout' ? missed : brokeOff()
  })
  if (!isWhole) throw tooLarge()
  const isEncoded = answer.headers.has('Content-Encoding')
  if (!isEncoded && Number.isFinite(promised) && bytes.length < promised) throw brokeOff()
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
  answer: Pick<Answer, 'headers'>,
  request: RegistryRequest,
): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch {
    const what = describeRequest(request)
    const type = answer.headers.get('Content-Type') ?? ''
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
