import { askForLogin, loginRequest, loginTurn, signedInUser } from '../queries/session/session.ts'
import { LoginRequiredError } from '../registry/errors.ts'

/** Opens the sign-in dialog, or brings it in front of the open dialog; resolves with whether somebody signed in. */
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

/** Runs `work`. If the registry requires a login, runs it again once somebody has signed in. */
export async function withLogin<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isLogin = error instanceof LoginRequiredError && !signal.aborted
      if (!isLogin || !(await askLogin(error))) throw error
    }
  }
}
