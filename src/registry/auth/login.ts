import { leave } from '../transport/answer.ts'
import type { RegistryRequest, Transport } from '../transport/transport.ts'
import { type Challenge, readChallenges, takesPassword } from './challenge.ts'

export type Login = { readonly user: string; readonly password: string }

/** Requests a token for a `bearer` challenge, with the credentials in `basic` or anonymously; `undefined`: none. */
export type TokenService = (
  challenge: Challenge,
  basic: string | undefined,
) => Promise<string | undefined>

/**
 * A transport that authenticates the way the registry wants: with a token for exactly what a request needs, if
 * there is a token service, else with user name and password. A 401 means that nothing was done, so the request is
 * sent once more, with the new token or with the login entered meanwhile.
 *
 * @see RFC 7617; distribution, "Token Authentication Specification"
 */
export function loginTransport(
  transport: Transport,
  login: () => Login | undefined,
  fetchToken?: TokenService,
): Transport {
  /** By user and scope. */
  const tokens = new Map<string, string>()
  /** Token requests in flight, by the same key: many requests are refused at once. */
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
    // Another request may have brought a login or a token meanwhile.
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

export function withAuthorization(
  request: RegistryRequest,
  authorization: string | undefined,
): RegistryRequest {
  if (authorization === undefined) return request
  return { ...request, headers: { ...request.headers, Authorization: authorization } }
}

/** What a request needs a token for: one right (pull, push, delete) in one repository. */
function scopeOf({ method = 'GET', path }: RegistryRequest): string {
  const [, repository = ''] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? []
  return `${method === 'HEAD' ? 'GET' : method} ${repository}`
}
