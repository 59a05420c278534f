import { askForLogin, loginRequest, signedInUser } from '../../queries/session.ts'
import type { LoginRequiredError } from '../../registry/errors.ts'

/** Opens the sign-in dialog; resolves when it closes, with whether somebody signed in. */
export function askLogin(error: LoginRequiredError): Promise<boolean> {
  askForLogin(error)
  return new Promise((resolve) => {
    const unsubscribe = loginRequest.subscribe(() => {
      if (loginRequest.read() !== undefined) return
      unsubscribe()
      resolve(signedInUser.read() !== undefined)
    })
  })
}
