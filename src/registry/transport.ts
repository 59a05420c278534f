import { type Answer, readAtMost } from './answer.ts'
import { readErrorDetails } from './errorBody.ts'
import { parseChallenge } from './challenge.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  NotFoundError,
  RateLimitedError,
  RedirectedError,
  RegistryRejectedError,
  RegistryUnreachableError,
} from './errors.ts'

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
  /** Content behind a digest may come from the browser's cache; everything else never does. */
  readonly immutable?: boolean
  /** A read that takes longer is given up; 30 where left out. Writes are never given up. */
  readonly timeoutSeconds?: number
}

/** Carries a request to the registry and gives back its answer, whatever its status. */
export type Transport = (request: RegistryRequest) => Promise<Answer>

/** Bytes of an error body that are read: a registry's own has a few hundred. */
const ERROR_LIMIT = 65_536

/**
 * The one `fetch` of the product. `root` is the address that `/v2/` is below, without a slash at its end;
 * `authorization` is asked before each request.
 */
export function fetchTransport(
  root: string,
  authorization: () => string | undefined = () => undefined,
): Transport {
  return async (request) => {
    const { method = 'GET', path, accept, body, signal, timeoutSeconds = 30 } = request
    const headers = new Headers(request.headers)
    if (accept) headers.set('Accept', accept)
    const credentials = authorization()
    if (credentials) headers.set('Authorization', credentials)
    const timeout = isRead(request) ? AbortSignal.timeout(timeoutSeconds * 1000) : undefined
    const signals = [signal, timeout].filter((one) => one !== undefined)
    try {
      return await fetch(root + path, {
        method,
        headers,
        cache: request.immutable ? 'default' : 'no-store',
        redirect: 'manual',
        ...(body ? { body } : {}),
        ...(signals.length > 0 ? { signal: AbortSignal.any(signals) } : {}),
      })
    } catch (error) {
      if (signal?.aborted) throw error
      throw unreachable(`${method} ${path}`, error)
    }
  }
}

/**
 * Sends a request and gives back its 2xx answer.
 *
 * @throws RegistryUnreachableError, RedirectedError, RegistryRejectedError (NotFoundError,
 *   LoginRequiredError, AccessDeniedError, RateLimitedError); an abort by the caller passes through
 */
export async function send(transport: Transport, request: RegistryRequest): Promise<Answer> {
  const what = describeRequest(request)
  const response = await transport(request)
  if (response.ok) return response
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw new RedirectedError(what, `${what} was redirected to another address`)
  }
  const body = await readText(response)
  const details = readErrorDetails(body)
  const { status, headers } = response
  const isGateway = status === 502 || status === 503 || status === 504
  if (isGateway && !details.some((detail) => detail.code !== 'REGISTRY_UNREACHABLE')) {
    const reason = details[0]?.message ?? `${what} answered ${status}`
    throw new RegistryUnreachableError(what, 'gateway', reason)
  }
  switch (status) {
    case 401: {
      const header = headers.get('X-Registry-Authenticate') ?? headers.get('WWW-Authenticate')
      throw new LoginRequiredError(what, details, body, parseChallenge(header ?? ''))
    }
    case 403:
      throw new AccessDeniedError(what, status, details, body)
    case 404:
      throw new NotFoundError(what, status, details, body)
    case 429:
      throw new RateLimitedError(what, details, body, retryAfterSeconds(headers))
    default:
      throw new RegistryRejectedError(what, status, details, body)
  }
}

/** What an answer says beside its status, as far as it is read; empty where it breaks off. */
export async function readText(answer: Answer): Promise<string> {
  const read = await readAtMost(answer, ERROR_LIMIT).catch(() => undefined)
  return new TextDecoder().decode(read?.bytes)
}

/** Whether a request only reads: then it may be asked again. */
export function isRead({ method = 'GET' }: RegistryRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** `GET /v2/library/nginx/tags/list`, for messages. */
export function describeRequest({ method = 'GET', path }: RegistryRequest): string {
  return `${method} ${path}`
}

/** The error for a connection that broke, while waiting for an answer or while reading it. */
export function unreachable(what: string, cause: unknown): RegistryUnreachableError {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return new RegistryUnreachableError(what, 'timeout', `${what}: no answer in time`, { cause })
  }
  return new RegistryUnreachableError(what, 'network', `${what}: no answer`, { cause })
}

function retryAfterSeconds(headers: Headers): number {
  const value = headers.get('Retry-After') ?? ''
  const now = Date.parse(headers.get('Date') ?? '') || Date.now()
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 120) : 5
}
