import { RegistryRejectedError } from '../errors.ts'
import { leave } from '../transport/answer.ts'
import { type RegistryRequest, type Transport, readRefusal } from '../transport/transport.ts'
import { type Challenge, parseChallenges, readChallenges } from './challenge.ts'
import { type Login, basicAuthorization, withAuthorization } from './login.ts'
import { type FindRealm, fetchToken } from './token.ts'

/** A request that was refused with 401. */
export type Refused = {
  /** As in `describeRequest`: `GET /v2/team/app/tags/list`. */
  readonly request: string
  /** The value of `WWW-Authenticate`, or empty. */
  readonly challenge: string
}

/** A login that was accepted, and the refusal before it, on which it can be checked again. */
export type AcceptedLogin = Login & { readonly refused: Refused }

/**
 * How a login works: the registry itself takes the password (`basic`), or its service gives tokens for it (`token`).
 * `refused`: user name or password is wrong. `token-refused`: the service gives tokens, but the registry takes none.
 * `realm-unknown`: the service can't be reached from here.
 */
export type LoginCheck = 'basic' | 'token' | 'refused' | 'token-refused' | 'realm-unknown'

/**
 * Checks a login: on `/v2/` or, where that answers everybody, on what was refused. Some registries that name only a
 * token service take the password too (Harbor, Gitea, Artifactory), so it is tried first.
 *
 * @param transport without a login
 */
export async function verifyLogin(
  { transport, findRealm }: { readonly transport: Transport; readonly findRealm: FindRealm },
  login: Login,
  refused: Refused,
): Promise<LoginCheck> {
  const basic = basicAuthorization(login)
  const greeting = await transport(ROOT)
  leave(greeting.body)
  const isOpen = greeting.status !== 401
  const probe = isOpen ? harmless(refused.request) : ROOT
  const answer = await transport(withAuthorization(probe, basic))
  const isDenied = answer.status === 403 && !isOpen
  if (isDenied || answer.status === 429 || answer.status >= 500) {
    throw await readRefusal(answer, probe)
  }
  leave(answer.body)
  if (answer.status !== 401) return 'basic'
  const before = isOpen ? parseChallenges(refused.challenge) : readChallenges(greeting.headers)
  const challenges = [...before, ...readChallenges(answer.headers)]
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
  if (!bearer) return 'refused'
  if (!findRealm(bearer.parameters.get('realm') ?? '')) return 'realm-unknown'
  const token = await tokenFor(findRealm, bearer, basic)
  if (!token) return 'refused'
  const taken = await transport(withAuthorization(ROOT, `Bearer ${token.text}`))
  leave(taken.body)
  return taken.status === 401 ? 'token-refused' : 'token'
}

const ROOT: RegistryRequest = { path: '/v2/' }

const NO_MANIFEST = `sha256:${'0'.repeat(64)}`

/** The same request where it only reads; a write becomes the deletion of a manifest that can't exist. */
function harmless(request: string): RegistryRequest {
  const [method = '', path = ''] = request.split(' ')
  if (method === 'GET' || method === 'HEAD') return { path }
  return { method: 'DELETE', path: path.replace(/[^/]+$/, NO_MANIFEST) }
}

/** A token without a scope: a service gives one to whoever has the right password. */
async function tokenFor(findRealm: FindRealm, bearer: Challenge, basic: string) {
  try {
    return await fetchToken(findRealm, bearer, '', basic)
  } catch (error) {
    const isRefusal = error instanceof RegistryRejectedError && error.status < 429
    if (isRefusal) return undefined
    throw error
  }
}
