import { fieldsOf, isText } from '../json.ts'
import { fetchJson } from '../transport/body.ts'
import { type Transport, fetchTransport } from '../transport/transport.ts'
import type { Challenge } from './challenge.ts'
import { withAuthorization } from './login.ts'

/** Maximum bytes of a token response: the token has to fit in a header. */
const TOKEN_LIMIT = 65_536

/** The shortest time that a token is taken to be good for: what the specification says if the service says nothing. */
const SHORTEST_SECONDS = 60

export type Token = {
  /** Without `Bearer `. */
  readonly text: string
  /** How long it is good for, from now. By the service's clock it may be another time: this one counts. */
  readonly seconds: number
}

/** Where a token service is reached; `undefined`: it isn't, or a password must not be sent there. */
export type FindRealm = (
  realm: string,
) => { readonly transport: Transport; readonly path: string } | undefined

/**
 * Requests a token for a `bearer` challenge, with the credentials in `basic` or anonymously. `scope` may list
 * several, separated by spaces; empty: none. `undefined`: the service is out of reach, or gave nothing of use.
 *
 * The token is in `token`, in `access_token` (ACR), or in both, one of them perhaps empty (Harbor).
 *
 * @throws RegistryRejectedError: the service refuses
 * @see distribution, "Token Authentication Specification"
 */
export async function fetchToken(
  findRealm: FindRealm,
  { parameters }: Challenge,
  scope: string,
  basic: string | undefined,
): Promise<Token | undefined> {
  const place = findRealm(parameters.get('realm') ?? '')
  if (!place) return undefined
  const query = new URLSearchParams()
  const service = parameters.get('service')
  if (service !== undefined) query.append('service', service)
  for (const one of scope.split(' ').filter(Boolean)) query.append('scope', one)
  const joint = place.path.includes('?') ? '&' : '?'
  const path = query.size > 0 ? `${place.path}${joint}${query}` : place.path
  const request = withAuthorization({ path }, basic)
  const { json } = await fetchJson(place.transport, request, TOKEN_LIMIT)
  const { token, access_token, expires_in } = fieldsOf(json)
  const text = [token, access_token].find((one) => isText(one) && /^[\x21-\x7e]+$/.test(one))
  if (!isText(text)) return undefined
  const seconds = typeof expires_in === 'number' ? expires_in : 0
  return { text, seconds: Math.max(seconds, SHORTEST_SECONDS) }
}

/** Token services are reached at their own address, as by other clients of the registry at `root`. */
export function realmOf(root: string): FindRealm {
  return (realm) => {
    if (!URL.canParse(realm)) return undefined
    const { protocol, origin, pathname, search } = new URL(realm)
    // A password that reaches the registry encrypted must not go anywhere else in clear text.
    const isClear = protocol === 'http:' && root.startsWith('http:')
    if (protocol !== 'https:' && !isClear) return undefined
    return { transport: fetchTransport(origin), path: pathname + search }
  }
}
