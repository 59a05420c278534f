import { leave } from '../transport/answer.ts'
import type { RegistryRequest, Transport } from '../transport/transport.ts'
import { type Challenge, readChallenges, takesPassword } from './challenge.ts'

export type Login = { readonly user: string; readonly password: string }

/**
 * Asks the service that a `bearer` challenge names for a token; `basic` says who asks, `undefined`: nobody in
 * particular. `undefined` where there is none to be had.
 */
export type TokenService = (
  challenge: Challenge,
  basic: string | undefined,
) => Promise<string | undefined>

/**
 * A transport that says who asks, as the registry wants it told: by a token for just what a request asks for,
 * where there is a service for tokens, else by name and password. A refused request was not carried out, so it is
 * sent again, once, with what was asked for or what somebody signed in with meanwhile.
 *
 * @see RFC 7617; distribution, "Token Authentication Specification"
 */
export function loginTransport(
  transport: Transport,
  login: () => Login | undefined,
  fetchToken?: TokenService,
): Transport {
  /** By who asks for what. */
  const tokens = new Map<string, string>()
  /** Tokens on their way, by the same: many requests are refused at once. */
  const asked = new Map<string, Promise<string | undefined>>()
  let isPassword = false

  const basic = () => {
    const present = login()
    return present && basicAuthorization(present)
  }
  const keyOf = (request: RegistryRequest) => `${basic() ?? ''} ${scopeOf(request)}`
  const choose = (request: RegistryRequest) =>
    tokens.get(keyOf(request)) ?? (isPassword ? basic() : undefined)

  async function learn(challenges: readonly Challenge[], request: RegistryRequest): Promise<void> {
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
    isPassword ||= takesPassword(challenges)
    if (!bearer || !fetchToken) return
    const key = keyOf(request)
    const fetched = asked.get(key) ?? fetchToken(bearer, basic())
    asked.set(key, fetched)
    try {
      const token = await fetched
      if (token === undefined) tokens.delete(key)
      else tokens.set(key, `Bearer ${token}`)
    } finally {
      asked.delete(key)
    }
  }

  return async (request) => {
    const before = choose(request)
    const answer = await transport(withAuthorization(request, before))
    if (answer.status !== 401) return answer
    // Somebody else may have signed in, or have a new token, by now.
    if (choose(request) === before) await learn(readChallenges(answer.headers), request)
    const authorization = choose(request)
    if (authorization === undefined || authorization === before) return answer
    leave(answer.body)
    return await transport(withAuthorization(request, authorization))
  }
}

/** The value of `Authorization` for a user and a password (RFC 7617, UTF-8). */
export function basicAuthorization({ user, password }: Login): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

/** The same request in the name of somebody. */
export function withAuthorization(
  request: RegistryRequest,
  authorization: string | undefined,
): RegistryRequest {
  if (authorization === undefined) return request
  return { ...request, headers: { ...request.headers, Authorization: authorization } }
}

/** What a request asks for: tokens are given for one right (to read, to push, to delete) in one repository. */
function scopeOf({ method = 'GET', path }: RegistryRequest): string {
  const [, repository = ''] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? []
  return `${method === 'HEAD' ? 'GET' : method} ${repository}`
}
