import type { Challenge } from '../registry/auth/challenge.ts'
import {
  type Login,
  basicAuthorization,
  loginTransport,
  withAuthorization,
} from '../registry/auth/login.ts'
import {
  LoginRequiredError,
  RegistryRejectedError,
  RegistryUnreachableError,
} from '../registry/errors.ts'
import { createPatience, patientTransport } from '../registry/transport/patience.ts'
import { type Transport, fetchTransport, send } from '../registry/transport/transport.ts'
import { basePath } from './settings.ts'
import { createStore } from './store.ts'

/** The login. The password lives only in this variable: a reload forgets it. */
let login: Login | undefined

/** The challenges of a registry that requires a login, until somebody signs in or dismisses the dialog. */
export const loginRequest = createStore<readonly Challenge[] | undefined>(undefined)
/** How often a dialog's work has asked for a login: each time the sign-in dialog comes to the front again. */
export const loginTurn = createStore(0)
export const signedInUser = createStore<string | undefined>(undefined)
/** The end of the pause after a 429, in `Date.now()` milliseconds. */
export const pausedUntil = createStore<number | undefined>(undefined)

/** The outcome of the last request. */
export const registryState = createStore<'unknown' | 'answers' | 'silent'>('unknown')

/** How far the registry's clock is ahead of this one, in milliseconds; differences of seconds are just latency. */
let clockAhead = 0

/** The time by the registry's clock, in `Date.now()` milliseconds: images get their dates from servers. */
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
    // A response from the browser's cache has an old date.
    if (request.cache !== 'default') {
      const ahead = Date.parse(response.headers.get('Date') ?? '') - Date.now()
      if (Number.isFinite(ahead)) clockAhead = Math.abs(ahead) > 30_000 ? ahead : 0
    }
    return response
  }
}

const nobodysTransport = fetchTransport(basePath)
const plainTransport = watchAnswers(loginTransport(nobodysTransport, () => login))
const patience = createPatience(pausedUntil.write)

/** For pages' own requests: sent at once, except during a pause after a 429. */
export const pageTransport: Transport = patientTransport(plainTransport, 32, patience)

/** For rows: six at a time, the number of connections that browsers open per host over HTTP/1.1. */
export const rowTransport: Transport = patientTransport(plainTransport, 6, patience)

/** The registry's challenges when somebody closed the dialog without signing in. */
export const declinedLogin = createStore<readonly Challenge[] | undefined>(undefined)

/** Closes the dialog. Rows refused later don't reopen it; the button at the top does. */
export function declineLogin(): void {
  declinedLogin.write(loginRequest.read())
  loginRequest.write(undefined)
}

/** Called with every query error: a 401 opens the sign-in dialog, unless it was dismissed. */
export function noticeLoginRequired(error: unknown): void {
  if (error instanceof LoginRequiredError && declinedLogin.read() === undefined) askForLogin(error)
}

export function askForLogin(error: LoginRequiredError): void {
  // Tells nginx not to make the browser preload: without the login it would be refused.
  // oxlint-disable-next-line unicorn/no-document-cookie -- cookieStore does not exist on plain http
  document.cookie = `homeport-login=1; path=${basePath || '/'}; max-age=31536000; samesite=strict`
  declinedLogin.write(undefined)
  signedInUser.write(undefined)
  login = undefined
  loginRequest.write(error.challenges)
}

/** Signs in; returns whether the registry accepted name and password. @throws what `send` throws, except a 401 */
export async function signIn(user: string, password: string): Promise<boolean> {
  const attempt = { user, password }
  try {
    await send(nobodysTransport, withAuthorization({ path: '/v2/' }, basicAuthorization(attempt)))
  } catch (error) {
    if (error instanceof RegistryRejectedError && error.status === 401) return false
    throw error
  }
  login = attempt
  signedInUser.write(user)
  declinedLogin.write(undefined)
  loginRequest.write(undefined)
  return true
}

export function signOut(): void {
  login = undefined
  signedInUser.write(undefined)
}
