import { type Login, loginTransport } from '../../registry/auth/login.ts'
import type { AcceptedLogin, LoginCheck } from '../../registry/auth/verifyLogin.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  type RegistryRejectedError,
  RegistryUnreachableError,
} from '../../registry/errors.ts'
import { createPatience, patientTransport } from '../../registry/transport/patience.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { ownTransport } from './ownTransport.ts'
import { basePath, settings } from './settings.ts'
import { forgetTabLogin, keepTabLogin, readTabLogin } from '../storage/tabLogin.ts'
import { createStore } from './store.ts'

/** The password lives only in this variable, and in this tab's storage if somebody asked for it. */
let login: AcceptedLogin | undefined = readTabLogin()

/** The refusal that asks for a login, until somebody signs in or dismisses the dialog. */
export const loginRequest = createStore<RegistryRejectedError | undefined>(undefined)
/** How often a dialog's work has asked for a login: each time the sign-in dialog comes to the front again. */
export const loginTurn = createStore(0)
export const signedInUser = createStore(login?.user)
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

const loadAuthorization = () => import('./authorization.ts')

const signedTransport = loginTransport(
  ownTransport,
  () => login,
  async () => (await loadAuthorization()).authorizer,
)

const plainTransport = watchAnswers(async (request) => {
  const sender = login
  const answer = await signedTransport(request)
  if (answer.status !== 401 || (!sender && settings.registryUser === '')) return answer
  return await (await loadAuthorization()).readDenial(answer, sender)
})
const patience = createPatience(pausedUntil.write)

/** For pages' own requests: sent at once, except during a pause after a 429. */
export const pageTransport: Transport = patientTransport(plainTransport, 32, patience)

/** For rows: six at a time, the number of connections that browsers open per host over HTTP/1.1. */
export const rowTransport: Transport = patientTransport(plainTransport, 6, patience)

/** The refusal for which somebody could sign in at the button at the top. */
export const declinedLogin = createStore<RegistryRejectedError | undefined>(undefined)

/** Closes the dialog. Rows refused later don't reopen it; the button at the top does. */
export function declineLogin(): void {
  declinedLogin.write(loginRequest.read())
  loginRequest.write(undefined)
}

/**
 * Called with every query error: a 401 opens the sign-in dialog, unless it was dismissed. Where everybody may read
 * something, a 403 is a reason to sign in too, at the button.
 */
export function noticeLoginRequired(error: unknown): void {
  if (declinedLogin.read() !== undefined) return
  if (error instanceof LoginRequiredError) askForLogin(error)
  if (error instanceof AccessDeniedError && canSignIn()) declinedLogin.write(error)
}

/** Whether somebody could sign in who hasn't; nginx’s own login can't be replaced. */
export function canSignIn(): boolean {
  return login === undefined && settings.registryUser === ''
}

export function askForLogin(error: RegistryRejectedError): void {
  // Tells nginx not to make the browser preload: without the login it would be refused.
  // oxlint-disable-next-line unicorn/no-document-cookie -- cookieStore does not exist on plain http
  document.cookie = `homeport-login=1; path=${basePath || '/'}; max-age=31536000; samesite=strict`
  declinedLogin.write(undefined)
  signOut()
  loginRequest.write(error)
}

/**
 * Signs in if the registry accepts user name and password; returns what it said to them.
 *
 * @param isKept until the tab is closed, reloading included
 * @throws what `send` throws, except a 401
 */
export async function signIn(
  { user, password }: Login,
  { request, headers }: RegistryRejectedError,
  isKept: boolean,
): Promise<LoginCheck> {
  const refused = { request, challenge: headers.get('X-Registry-Authenticate') ?? '' }
  const { checkLogin } = await loadAuthorization()
  const check = await checkLogin({ user, password }, refused)
  if (check !== 'basic' && check !== 'token') return check
  login = { user, password, isBasic: check === 'basic', refused }
  if (isKept) keepTabLogin(login)
  signedInUser.write(user)
  declinedLogin.write(undefined)
  loginRequest.write(undefined)
  return check
}

export function signOut(): void {
  login = undefined
  forgetTabLogin()
  signedInUser.write(undefined)
}
