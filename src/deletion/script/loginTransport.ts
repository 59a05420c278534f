import { leave } from '../../registry/answer.ts'
import { parseJson, readBytes } from '../../registry/body.ts'
import { type Challenge, basicAuthorization, parseChallenge } from '../../registry/challenge.ts'
import {
  type RegistryRequest,
  type Transport,
  fetchTransport,
  send,
} from '../../registry/transport.ts'

/** Bytes of an answer with a token, which has to fit into a header later. */
const TOKEN_LIMIT = 65_536

export type Login = { readonly user: string; readonly password: string }

/**
 * A transport that answers a registry's question for a login: with name and password (Basic), or with a token
 * of the service that the registry names (Bearer). A refused request was not carried out, so it is sent again.
 *
 * @see RFC 7617; distribution, "Token Authentication Specification"
 */
export function loginTransport(root: string, login: Login | undefined): Transport {
  const basic = login && basicAuthorization(login.user, login.password)
  /** What was accepted, by the right that a request needs. */
  const accepted = new Map<string, string>()
  /** Tokens on their way, by what they are for: many requests are refused at once. */
  const asked = new Map<string, Promise<string | undefined>>()

  async function answer(challenge: Challenge | undefined): Promise<string | undefined> {
    if (challenge?.scheme === 'basic') return basic
    if (challenge?.scheme !== 'bearer') return undefined
    const key = [...challenge.parameters.values()].join(' ')
    const token = asked.get(key) ?? fetchToken(challenge, { root, basic })
    asked.set(key, token)
    try {
      return await token
    } finally {
      asked.delete(key)
    }
  }

  return async (request) => {
    const right = rightOf(request)
    const before = accepted.get(right)
    const response = await fetchTransport(root, () => before)(request)
    if (response.status !== 401) return response
    const current = accepted.get(right)
    const { headers } = response
    const header = headers.get('X-Registry-Authenticate') ?? headers.get('WWW-Authenticate')
    // Somebody else may have a new token by now.
    const authorization = current === before ? await answer(parseChallenge(header ?? '')) : current
    if (authorization === undefined || authorization === before) return response
    accepted.set(right, authorization)
    leave(response.body)
    return await fetchTransport(root, () => authorization)(request)
  }
}

/** Tokens are given for one right: to read, to push, to delete. */
function rightOf({ method = 'GET' }: RegistryRequest): string {
  return method === 'HEAD' ? 'GET' : method
}

/** A token as the value of `Authorization`; `undefined` where there is none to be had. */
async function fetchToken(
  { parameters }: Challenge,
  { root, basic }: { root: string; basic: string | undefined },
): Promise<string | undefined> {
  const realm = parameters.get('realm') ?? ''
  if (!URL.canParse(realm)) return undefined
  const url = new URL(realm)
  // A password that goes to the registry encrypted goes nowhere else in the clear.
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && root.startsWith('http:'))
  if (!isSafe) return undefined
  for (const name of ['service', 'scope']) {
    const value = parameters.get(name)
    if (value === undefined) continue
    // Several scopes stand in one parameter, each with its blanks between.
    for (const one of name === 'scope' ? value.split(' ') : [value])
      url.searchParams.append(name, one)
  }
  const request = { path: url.pathname + url.search }
  try {
    const answer = await send(
      fetchTransport(url.origin, () => basic),
      request,
    )
    const bytes = await readBytes(answer, request, TOKEN_LIMIT)
    const token = readToken(parseJson(bytes, answer, request))
    return token && `Bearer ${token}`
  } catch {
    return undefined
  }
}

function readToken(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const fields = body as { readonly token?: unknown; readonly access_token?: unknown }
  const token = fields.token ?? fields.access_token
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined
}
