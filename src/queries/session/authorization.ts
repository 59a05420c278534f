import { createAuthorizer } from '../../registry/auth/authorizer.ts'
import { type Login, loginTransport } from '../../registry/auth/login.ts'
import type { FindRealm } from '../../registry/auth/token.ts'
import {
  type AcceptedLogin,
  type LoginCheck,
  type Refused,
  verifyLogin,
} from '../../registry/auth/verifyLogin.ts'
import { type Answer, leave } from '../../registry/transport/answer.ts'
import { readText } from '../../registry/transport/transport.ts'
import { ownTransport } from './ownTransport.ts'
import { registryHosts, settings } from './settings.ts'

// Loaded with the first 401: nobody else needs it.

/** Paths of a token service on the registry's own host that nginx passes on, such as Harbor's /service/token. */
const OWN_SERVICE = /^\/(?:[A-Za-z0-9_-]+\/)*(?:token|auth)$/

/** Where nginx passes on requests for tokens of a service; `undefined`: nowhere, until it is told to. */
export function tokenPath(realm: string): string | undefined {
  if (settings.tokenRealm !== '') return '/token'
  if (!URL.canParse(realm)) return undefined
  const { host, pathname, search } = new URL(realm)
  const isOwn = registryHosts.includes(host) && OWN_SERVICE.test(pathname)
  return isOwn ? `/token${pathname}${search}` : undefined
}

/** The page may speak to its own origin only. */
const findRealm: FindRealm = (realm) => {
  const path = tokenPath(realm)
  return path === undefined ? undefined : { transport: ownTransport, path }
}

export const authorizer = createAuthorizer(findRealm)

export function checkLogin(login: Login, refused: Refused): Promise<LoginCheck> {
  return verifyLogin({ transport: ownTransport, findRealm }, login, refused)
}

/** A login that was seen to hold isn't checked again for so long: many requests are refused at once. */
const HOLDS_MILLISECONDS = 10_000

/** By login: one that is signed out isn't kept. */
const checked = new WeakMap<object, { readonly at: number; readonly holds: Promise<boolean> }>()

/** The login of nginx. */
const OURS = {}

/** Whether a login still works; without one: whether that of nginx does. */
function stillHolds(login: AcceptedLogin | undefined): Promise<boolean> {
  const owner = login ?? OURS
  const last = checked.get(owner)
  if (last && Date.now() - last.at < HOLDS_MILLISECONDS) return last.holds
  const holds = login
    ? checkLogin(login, login.refused).then((check) => check === 'basic' || check === 'token')
    : greets()
  checked.set(owner, { at: Date.now(), holds })
  holds.catch(() => checked.delete(owner))
  return holds
}

async function greets(): Promise<boolean> {
  const transport = loginTransport(
    ownTransport,
    () => undefined,
    () => Promise.resolve(authorizer),
  )
  const answer = await transport({ path: '/v2/' })
  leave(answer.body)
  return answer.status !== 401
}

/**
 * Many registries answer 401 also to what somebody who is signed in isn't allowed to do: the catalog (Harbor), a
 * protected tag (GitLab), everything (Quay). Then signing in again would change nothing, and the answer becomes a 403.
 */
export async function readDenial(
  answer: Answer,
  login: AcceptedLogin | undefined,
): Promise<Answer> {
  const body = await readText(answer)
  const status = (await stillHolds(login)) ? 403 : 401
  const headers = new Headers(answer.headers)
  // For messages: what the registry itself said.
  headers.set('X-Registry-Status', '401')
  return new Response(body, { status, headers })
}
