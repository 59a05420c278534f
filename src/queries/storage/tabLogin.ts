import { fieldsOf, isText, tryParse } from '../../registry/json.ts'
import type { AcceptedLogin } from '../../registry/auth/verifyLogin.ts'
import { basePath, settings } from '../session/settings.ts'

const KEY = `homeport-login ${basePath} ${settings.registry}`

/** The login that somebody wanted to be kept until this tab is closed. */
export function readTabLogin(): AcceptedLogin | undefined {
  try {
    const login = tryParse(sessionStorage.getItem(KEY) ?? '')
    return isText(fieldsOf(login)['user']) ? (login as AcceptedLogin) : undefined
  } catch {
    return undefined
  }
}

/** If storage is off, it is kept until the page is reloaded. */
export function keepTabLogin(login: AcceptedLogin): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(login))
  } catch {
    // See above.
  }
}

export function forgetTabLogin(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage is off: nothing was kept.
  }
}
