import { leave } from '../transport/answer.ts'
import type { RegistryRequest, Transport } from '../transport/transport.ts'

export type Login = {
  readonly user: string
  readonly password: string
  /** The registry itself takes the password (Basic), so it is sent with the first request already. */
  readonly isBasic?: boolean
}

/** Knows what to send as `Authorization`. A page loads it with the first 401. */
export type Authorizer = {
  /** What to send with a request; `undefined`: nothing. May request a token whose need is known from earlier ones. */
  readonly choose: (
    request: RegistryRequest,
    login: Login | undefined,
  ) => Promise<string | undefined>
  /**
   * Reads the challenges of a 401 to a request that was sent with `sent`, and requests a token if they ask for one.
   * Returns what to send instead; `undefined`: there is nothing else.
   */
  readonly learn: (
    refused: { readonly request: RegistryRequest; readonly sent: string | undefined },
    headers: Headers,
    login: Login | undefined,
  ) => Promise<string | undefined>
  /** How long the latest token is used, in seconds; `undefined`: there was none. */
  readonly lifetime: () => number | undefined
}

/**
 * A transport that authenticates the way the registry wants: with user name and password, or with a token for
 * exactly what a request needs. A 401 means that nothing was done, so the request is sent once more, with a new token
 * or with the login entered meanwhile.
 *
 * @param load brings the authorizer; called after the first 401
 * @see RFC 7617; distribution, "Token Authentication Specification"
 */
export function loginTransport(
  transport: Transport,
  login: () => Login | undefined,
  load: () => Promise<Authorizer>,
): Transport {
  let authorizer: Authorizer | undefined
  return async (request) => {
    const present = login()
    const sent = authorizer
      ? await authorizer.choose(request, present)
      : present?.isBasic && basicAuthorization(present)
    const first = sent || undefined
    const answer = await transport(withAuthorization(request, first))
    if (answer.status !== 401) return answer
    authorizer ??= await load()
    const next = await authorizer.learn({ request, sent: first }, answer.headers, login())
    if (next === undefined || next === first) return answer
    leave(answer.body)
    return await transport(withAuthorization(request, next))
  }
}

/** The value of `Authorization` for a user and a password (RFC 7617, UTF-8). */
export function basicAuthorization({ user, password }: Login): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

export function withAuthorization(
  request: RegistryRequest,
  authorization: string | undefined,
): RegistryRequest {
  if (authorization === undefined) return request
  return { ...request, headers: { ...request.headers, Authorization: authorization } }
}
