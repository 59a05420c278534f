import { type JsonObject, fieldsOf, isList, isText, tryParse } from './json.ts'
import type { Digest } from './names.ts'

/** One entry of the registry's error body. `detail` can be anything: it differs between versions. */
export type ErrorDetail = {
  readonly code: string
  readonly message: string
  readonly detail?: unknown
}

/**
 * The entries of an error body; none if it has another format, such as a proxy's page ("MAY be in any format").
 *
 * @see distribution-spec, "Error Codes"
 */
export function readErrorDetails(body: string): readonly ErrorDetail[] {
  const { errors } = fieldsOf(tryParse(body))
  const details = isList(errors) ? errors.map(readDetail) : []
  return details.every(isDetail) ? details : []
}

/** Artifactory gives a status in place of a code. */
function readDetail(one: unknown): JsonObject {
  const fields = fieldsOf(one)
  const code = typeof fields['status'] === 'number' ? '' : undefined
  return { code, message: '', ...fields }
}

function isDetail(fields: JsonObject): fields is ErrorDetail {
  return isText(fields['code']) && isText(fields['message'])
}

/**
 * Something went wrong between Homeport and the registry. `message` is complete on its own. Every function that
 * makes requests throws what `send` throws; its `@throws` lists only what comes on top of that.
 */
export abstract class RegistryError extends Error {
  /** e.g. `GET /v2/library/nginx/tags/list` */
  readonly request: string

  constructor(request: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.request = request
  }
}

type Unreachable = 'network' | 'timeout' | 'gateway'

/** No response from the registry: network, proxy, timeout. */
export class RegistryUnreachableError extends RegistryError {
  override readonly name = 'RegistryUnreachableError'
  readonly reason: Unreachable

  constructor(request: string, reason: Unreachable, message: string, options?: ErrorOptions) {
    super(request, message, options)
    this.reason = reason
  }
}

/** The registry responded with an error. */
export class RegistryRejectedError extends RegistryError {
  override readonly name: string = 'RegistryRejectedError'
  readonly status: number
  /** Empty if the body isn't in the registry's error format. */
  readonly details: readonly ErrorDetail[]
  /** The body as text, at most 64 kB: for people, never for decisions. */
  readonly body: string
  readonly headers: Headers

  constructor(
    request: string,
    status: number,
    details: readonly ErrorDetail[],
    body: string,
    headers = new Headers(),
  ) {
    const [first] = details
    const why = first ? ` (${first.code}: ${first.message})` : ''
    super(request, `${request} answered ${headers.get('X-Registry-Status') ?? status}${why}`)
    this.status = status
    this.details = details
    this.body = body
    this.headers = headers
  }

  /** @param code in capitals; registries write some in other ways */
  hasCode(code: string): boolean {
    return this.details.some((detail) => detail.code.toUpperCase() === code)
  }
}

/** 404. With no `details` it may also be an unknown route or a proxy's page. */
export class NotFoundError extends RegistryRejectedError {
  override readonly name = 'NotFoundError'
}

/** 401: sign-in required, or the login isn't accepted. */
export class LoginRequiredError extends RegistryRejectedError {
  override readonly name = 'LoginRequiredError'
}

/** 403, and a 401 in spite of a login that holds: registries say that too for what somebody may not do. */
export class AccessDeniedError extends RegistryRejectedError {
  override readonly name = 'AccessDeniedError'
}

/** 429. */
export class RateLimitedError extends RegistryRejectedError {
  override readonly name = 'RateLimitedError'

  /** From `Retry-After`, in seconds or as a date, at most 120; 5 if there is none. */
  get retryAfterSeconds(): number {
    const value = this.headers.get('Retry-After') ?? ''
    const now = Date.parse(this.headers.get('Date') ?? '') || Date.now()
    const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
    return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 120) : 5
  }
}

/** The registry redirects to another address, which the page can't read from its origin. */
export class RedirectedError extends RegistryError {
  override readonly name = 'RedirectedError'
}

type Malformed =
  | 'web-page'
  | 'cut-off'
  | 'compressed'
  | 'not-json'
  | 'unexpected'
  | 'too-large'
  | 'circle'

/** A 2xx response that breaks the specification; `reason` tells e.g. a web page from broken JSON. */
export class MalformedResponseError extends RegistryError {
  override readonly name = 'MalformedResponseError'
  readonly reason: Malformed

  constructor(request: string, reason: Malformed, problem: string) {
    super(request, `${request}: ${problem}`)
    this.reason = reason
  }
}

/** The bytes don't match their digest: nothing in them can be trusted. */
export class DigestMismatchError extends RegistryError {
  override readonly name = 'DigestMismatchError'
  readonly expected: Digest
  readonly actual: Digest

  constructor(request: string, expected: Digest, actual: Digest) {
    super(request, `${request}: the content's digest is ${actual}, not ${expected}`)
    this.expected = expected
    this.actual = actual
  }
}

/** Content whose digest has an algorithm unknown to Homeport, so it can't be verified. */
export class UncheckableDigestError extends RegistryError {
  override readonly name = 'UncheckableDigestError'
  readonly digest: Digest

  constructor(request: string, digest: Digest) {
    super(request, `${digest} can't be checked: its algorithm is unknown to Homeport`)
    this.digest = digest
  }
}

/** Whether the same request may succeed a moment later. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof RegistryUnreachableError) return true
  if (error instanceof MalformedResponseError) return error.reason === 'cut-off'
  if (!(error instanceof RegistryRejectedError)) return false
  return error.status === 408 || error.status === 429 || error.status >= 500
}

/**
 * Whether the registry itself says, in its own error format, that what was requested doesn't exist (and not just
 * that it has no acceptable type). A proxy's 404 proves nothing, and a HEAD has no body to prove it.
 */
export function isGone(error: unknown): boolean {
  return (
    error instanceof NotFoundError &&
    error.details.length > 0 &&
    !error.details.some((detail) => detail.message.includes('accept header does not support'))
  )
}
