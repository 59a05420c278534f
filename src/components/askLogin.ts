import { askForLogin, loginRequest, loginTurn, signedInUser } from '../queries/session.ts'
import type { LoginRequiredError } from '../registry/errors.ts'

/**
 * Opens the sign-in dialog; one that is open already comes to the front, since the dialog that asks may cover
 * it. Resolves when it closes, with whether somebody signed in.
 */
export function askLogin(error: LoginRequiredError): Promise<boolean> {
  askForLogin(error)
  loginTurn.write(loginTurn.read() + 1)
  return new Promise((resolve) => {
    const unsubscribe = loginRequest.subscribe(() => {
      if (loginRequest.read() !== undefined) return
      unsubscribe()
      resolve(signedInUser.read() !== undefined)
    })
  })
}
