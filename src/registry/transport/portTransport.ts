import { type Answer, readPieces, streamOf } from './answer.ts'
import { RegistryUnreachableError } from '../errors.ts'
import { type RegistryRequest, type Transport, describeRequest, unreachable } from './transport.ts'

// A worker sends its requests through the page, so that login, pauses and queue are shared and the password stays
// in the page. Each request has its own port. The worker sends `more` for the head of the response and for each
// piece, so nothing is read ahead. Streams can't be transferred in Safari.

type Head = Pick<Answer, 'ok' | 'status' | 'type'> & {
  readonly headers: readonly (readonly [string, string])[]
  readonly hasBody: boolean
}
type Said =
  | { readonly value: Head | Uint8Array<ArrayBuffer> | undefined }
  | { readonly failure: Pick<DOMException, 'name' | 'message'> }

/** The worker's end: a transport over the port to the page. */
export function portTransport(page: MessagePort): Transport {
  return async ({ signal, ...request }) => {
    signal?.throwIfAborted()
    const { port1: port, port2: far } = new MessageChannel()
    const close = () => {
      signal?.removeEventListener('abort', leave)
      port.close()
    }
    const leave = () => {
      port.postMessage('leave')
      close()
      fail(signal?.reason)
    }
    let fail: (reason: unknown) => void = () => undefined
    signal?.addEventListener('abort', leave)
    const more = async () => {
      signal?.throwIfAborted()
      return await new Promise<Head | Uint8Array<ArrayBuffer> | undefined>((resolve, reject) => {
        fail = reject
        port.onmessage = ({ data }: MessageEvent<Said>) => {
          if ('failure' in data || data.value === undefined) close()
          if ('failure' in data) reject(new DOMException(data.failure.message, data.failure.name))
          else resolve(data.value)
        }
        port.postMessage('more')
      })
    }
    page.postMessage(request, [far])
    try {
      const { hasBody, headers, ...head } = (await more()) as Head
      const body = hasBody ? streamOf(more as () => Promise<Uint8Array | undefined>, leave) : null
      if (!hasBody) close()
      return { ...head, headers: new Headers(headers.map(([...pair]) => pair)), body }
    } catch (error) {
      throw signal?.aborted ? error : unreachable(describeRequest(request), error)
    }
  }
}

/**
 * The page's end: sends a worker's requests through `transport` until `signal` aborts. Whoever terminates the
 * worker must abort it, to abandon the worker's open requests.
 */
export function serveTransport(worker: MessagePort, transport: Transport, signal: AbortSignal) {
  worker.onmessage = ({ data, ports: [port] }: MessageEvent<RegistryRequest>) => {
    const leaving = new AbortController()
    const request = { ...data, signal: AbortSignal.any([signal, leaving.signal]) }
    const said = say(() => transport(request))
    const answer = async (): Promise<Said> => {
      try {
        const { value } = await said.next()
        return { value: value ?? undefined }
      } catch (error) {
        const cause = error instanceof RegistryUnreachableError ? error.cause : error
        const { name, message } = cause instanceof Error ? cause : new Error(String(cause))
        return { failure: { name, message } }
      }
    }
    if (!port) return
    port.onmessage = ({ data: word }: MessageEvent<'more' | 'leave'>) => {
      if (word === 'leave') leaving.abort()
      else void answer().then((one) => port.postMessage(one))
    }
  }
  signal.addEventListener('abort', () => worker.close(), { once: true })
}

async function* say(
  ask: () => Promise<Answer>,
): AsyncGenerator<Head | Uint8Array<ArrayBuffer>, void> {
  const answer = await ask()
  const { ok, status, type, headers, body } = answer
  yield { ok, status, type, headers: [...headers], hasBody: body !== null }
  // The worker limits what it reads.
  yield* readPieces(answer, Number.POSITIVE_INFINITY)
}
