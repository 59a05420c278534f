import { type Challenge, basicAuthorization } from '../registry/challenge.ts'
import {
  LoginRequiredError,
  RegistryRejectedError,
  RegistryUnreachableError,
} from '../registry/errors.ts'
import { createPatience, patientTransport } from '../registry/patience.ts'
import { type Transport, fetchTransport, isRead, send } from '../registry/transport.ts'
import { basePath } from './settings.ts'
import { createStore } from './store.ts'

/** Who is signed in. The password lives in this variable and nowhere else: a reload forgets it. */
let authorization: string | undefined

/** The registry asked for a login: what it wants, until somebody signs in or looks away. */
export const loginRequest = createStore<Challenge | 'unnamed' | undefined>(undefined)
/** How often work of a dialog has asked for a login: each time the sign-in dialog comes to the front anew. */
export const loginTurn = createStore(0)
export const signedInUser = createStore<string | undefined>(undefined)
/** Until when the registry asked to wait (429), in `Date.now()` milliseconds. */
export const pausedUntil = createStore<number | undefined>(undefined)

/** How the last request went. */
export const registryState = createStore<'unknown' | 'answers' | 'silent'>('unknown')

/** How far the registry's clock is ahead of this one, in milliseconds; seconds of difference are delay. */
let clockAhead = 0

/** The present time by the registry's clock, in `Date.now()` milliseconds: images get their dates from servers. */
export function registryNow(): number {
  return Date.now() + clockAhead
}

function watchAnswers(transport: Transport): Transport {
  return async (request) => {
    const response = await transport(request).catch((error: unknown) => {
      if (error instanceof RegistryUnreachableError) registryState.write('silent')
      throw error
    })
    registryState.write(response.status === 502 || response.status === 504 ? 'silent' : 'answers')
    // An answer out of the browser's cache has an old date.
    if (!request.immutable) {
      const ahead = Date.parse(response.headers.get('Date') ?? '') - Date.now()
      if (Number.isFinite(ahead)) clockAhead = Math.abs(ahead) > 30_000 ? ahead : 0
    }
    return response
  }
}

/** Asks again what was on its way, without the login or with an old one, while somebody signed in. */
function withNewLogin(transport: Transport): Transport {
  return async (request) => {
    const before = authorization
    const response = await transport(request)
    const isOutdated = response.status === 401 && authorization !== before
    return isOutdated && isRead(request) ? await transport(request) : response
  }
}

const plainTransport = withNewLogin(watchAnswers(fetchTransport(basePath, () => authorization)))
const patience = createPatience(pausedUntil.write)

/** For what a page asks itself: at once, unless the registry asked to wait. */
export const pageTransport: Transport = patientTransport(plainTransport, 32, patience)

/** For what rows ask: six at a time, as many as a browser opens to one host over HTTP/1.1. */
export const rowTransport: Transport = patientTransport(plainTransport, 6, patience)

/** What the registry wanted when somebody closed the dialog without signing in. */
export const declinedLogin = createStore<Challenge | 'unnamed' | undefined>(undefined)

/** Closes the dialog. Rows that are refused later do not open it again; the button at the top does. */
export function declineLogin(): void {
  declinedLogin.write(loginRequest.read())
  loginRequest.write(undefined)
}

/** Called for every error a query ends with: a 401 opens the sign-in dialog, unless somebody closed it. */
export function noticeLoginRequired(error: unknown): void {
  if (error instanceof LoginRequiredError && declinedLogin.read() === undefined) askForLogin(error)
}

/** Opens the sign-in dialog. */
export function askForLogin(error: LoginRequiredError): void {
  markLogin(true)
  declinedLogin.write(undefined)
  signedInUser.write(undefined)
  authorization = undefined
  loginRequest.write(error.challenge ?? 'unnamed')
}

/** Signs in where the registry accepts name and password; whether it did. @throws what `send` throws, but for a 401 */
export async function signIn(user: string, password: string): Promise<boolean> {
  const attempt = basicAuthorization(user, password)
  try {
    await send(
      fetchTransport(basePath, () => attempt),
      { path: '/v2/' },
    )
  } catch (error) {
    if (error instanceof RegistryRejectedError && error.status === 401) return false
    throw error
  }
  authorization = attempt
  signedInUser.write(user)
  declinedLogin.write(undefined)
  loginRequest.write(undefined)
  return true
}

export function signOut(): void {
  authorization = undefined
  signedInUser.write(undefined)
}

/** Tells nginx by a cookie not to let the browser ask ahead: without the login it would be refused. */
function markLogin(isNeeded: boolean) {
  const age = isNeeded ? 31_536_000 : 0
  // oxlint-disable-next-line unicorn/no-document-cookie -- cookieStore does not exist on plain http
  document.cookie = `homeport-login=1; path=${basePath || '/'}; max-age=${age}; samesite=strict`
}
