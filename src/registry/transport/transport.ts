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
  /** `GET` where left out. */
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Path and query, beginning with `/v2/`. */
  readonly path: string
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  readonly signal?: AbortSignal | undefined
  /**
   * Content behind a digest may come from the browser's cache (`default`), or replace what is there (`reload`);
   * everything else is neither taken from it nor put there.
   */
  readonly cache?: 'default' | 'reload' | 'no-store'
  /**
   * A read is given up when not a byte comes for so long; 30 where left out. How long all of it takes does not
   * matter. Writes are never given up.
   */
  readonly silenceSeconds?: number
}

/** Carries a request to the registry and gives back its answer, whatever its status. */
export type Transport = (request: RegistryRequest) => Promise<Answer>

/** Bytes of an error body that are read: a registry's own has a few hundred. */
const ERROR_LIMIT = 65_536

/** The one `fetch` of the product. `root` is the address that `/v2/` is below, without a slash at its end. */
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
      // Chromium has a body for it that nobody would read.
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

/** What breaks a read off by `silence` when it `waits` for too long. Nothing is heard while nobody listens. */
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
 * Sends a request and gives back its 2xx answer.
 *
 * @throws RegistryUnreachableError, RedirectedError, RegistryRejectedError (NotFoundError,
 *   LoginRequiredError, AccessDeniedError, RateLimitedError); an abort by the caller passes through
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

/** The error that an answer without success is, once its body is read. */
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

/** What an answer says beside its status, as far as it is read; empty where it breaks off. */
export async function readText(answer: Answer): Promise<string> {
  const bytes = await collect(readPieces(answer, ERROR_LIMIT)).catch(() => undefined)
  return new TextDecoder().decode(bytes)
}

/** Whether a request only reads: then it may be asked again. */
export function isRead({ method = 'GET' }: RegistryRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** `GET /v2/library/nginx/tags/list`, for messages. */
export function describeRequest({ method = 'GET', path }: RegistryRequest): string {
  return `${method} ${path}`
}

/** The error for an answer that is not what it should be: `problem` says why. */
export function malformed(
  request: RegistryRequest,
  reason: MalformedResponseError['reason'],
  problem: string,
): MalformedResponseError {
  return new MalformedResponseError(describeRequest(request), reason, problem)
}

/** The error for a connection that broke, while waiting for an answer or while reading it. */
export function unreachable(what: string, cause: unknown): RegistryUnreachableError {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return new RegistryUnreachableError(what, 'timeout', `${what}: timed out`, { cause })
  }
  return new RegistryUnreachableError(what, 'network', `${what}: no answer`, { cause })
}
