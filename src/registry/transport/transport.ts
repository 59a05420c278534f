import { type Answer, collect, leave, readPieces, watchBody } from './answer.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  MalformedResponseError,
  NotFoundError,
  RateLimitedError,
  RedirectedError,
  RegistryRejectedError,
  RegistryUnreachableError,
  readErrorDetails,
} from '../errors.ts'

/** One request to the registry's API. */
export type RegistryRequest = {
  /** `GET` if omitted. */
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Path and query, starting with `/v2/`. */
  readonly path: string
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  readonly signal?: AbortSignal | undefined
  /**
   * Content by digest may come from the browser's cache (`default`) or replace what is cached (`reload`); nothing
   * else is read from or put into the cache.
   */
  readonly cache?: 'default' | 'reload' | 'no-store'
  /** A read is given up after so many seconds without a byte (default: 30), a write never. */
  readonly silenceSeconds?: number
}

/** Sends a request to the registry and returns the response, whatever its status. */
export type Transport = (request: RegistryRequest) => Promise<Answer>

/** How much of an error body is read: a registry's own has a few hundred bytes. */
const ERROR_LIMIT = 65_536

/** The only `fetch` of the product. `root` is the address above `/v2/`, without a trailing slash. */
export function fetchTransport(root: string): Transport {
  return async (request) => {
    const { method = 'GET', path, accept, body, signal, cache = 'no-store' } = request
    const headers = new Headers(request.headers)
    if (accept) headers.set('Accept', accept)
    const silence = new AbortController()
    const watch = watchSilence(request, silence)
    watch('waits')
    try {
      const answer = await fetch(root + path, {
        method,
        headers,
        cache,
        redirect: 'manual',
        ...(body ? { body } : {}),
        signal: AbortSignal.any(signal ? [signal, silence.signal] : [silence.signal]),
      })
      if (method !== 'HEAD') return watchBody(answer, watch)
      // Chromium gives it a body that nobody would read.
      leave(answer.body)
      const { ok, status, type, headers: named } = answer
      return { ok, status, type, headers: named, body: null }
    } catch (error) {
      if (signal?.aborted) throw error
      throw unreachable(`${method} ${path}`, error)
    } finally {
      watch('rests')
    }
  }
}

/** Aborts a read through `silence` if it `waits` too long. Time doesn't count while nobody is reading. */
function watchSilence(request: RegistryRequest, silence: AbortController) {
  let timer: ReturnType<typeof setTimeout> | undefined
  return (state: 'waits' | 'rests' | 'ends') => {
    clearTimeout(timer)
    if (state !== 'waits' || !isRead(request)) return
    const { silenceSeconds = 30 } = request
    timer = setTimeout(
      () => silence.abort(new DOMException('The registry stopped responding', 'TimeoutError')),
      silenceSeconds * 1000,
    )
  }
}

/**
 * Sends a request and returns its 2xx response.
 *
 * @throws RegistryUnreachableError, RedirectedError, RegistryRejectedError (NotFoundError, LoginRequiredError,
 *   AccessDeniedError, RateLimitedError); an abort by the caller
 */
export async function send(transport: Transport, request: RegistryRequest): Promise<Answer> {
  const answer = await transport(request)
  if (answer.ok) return answer
  if (answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)) {
    leave(answer.body)
    const what = describeRequest(request)
    throw new RedirectedError(what, `${what} was redirected to another address`)
  }
  throw await readRefusal(answer, request)
}

const REFUSALS = new Map<number, typeof RegistryRejectedError>([
  [401, LoginRequiredError],
  [403, AccessDeniedError],
  [404, NotFoundError],
  [429, RateLimitedError],
])

/** The error for an unsuccessful response, including its body. */
export async function readRefusal(
  answer: Answer,
  request: RegistryRequest,
): Promise<RegistryUnreachableError | RegistryRejectedError> {
  const what = describeRequest(request)
  const body = await readText(answer)
  const details = readErrorDetails(body)
  const { status, headers } = answer
  const isGateway = status === 502 || status === 503 || status === 504
  if (isGateway && !details.some((detail) => detail.code !== 'REGISTRY_UNREACHABLE')) {
    const reason = details[0]?.message ?? `${what} answered ${status}`
    return new RegistryUnreachableError(what, 'gateway', reason)
  }
  const Refusal = REFUSALS.get(status) ?? RegistryRejectedError
  return new Refusal(what, status, details, body, headers)
}

/** The body of an error response as far as it can be read; empty if the connection breaks. */
export async function readText(answer: Answer): Promise<string> {
  const bytes = await collect(readPieces(answer, ERROR_LIMIT)).catch(() => undefined)
  return new TextDecoder().decode(bytes)
}

/** Whether a request only reads, and so may be repeated. */
export function isRead({ method = 'GET' }: RegistryRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** E.g. `GET /v2/library/nginx/tags/list`, for messages. */
export function describeRequest({ method = 'GET', path }: RegistryRequest): string {
  return `${method} ${path}`
}

export function malformed(
  request: RegistryRequest,
  reason: MalformedResponseError['reason'],
  problem: string,
): MalformedResponseError {
  return new MalformedResponseError(describeRequest(request), reason, problem)
}

/** The error for a connection that broke before or during the response. */
export function unreachable(what: string, cause: unknown): RegistryUnreachableError {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return new RegistryUnreachableError(what, 'timeout', `${what}: timed out`, { cause })
  }
  return new RegistryUnreachableError(what, 'network', `${what}: no response`, { cause })
}
