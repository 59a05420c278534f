import type { LoginRequiredError } from '../errors.ts'
import { createPatience, patientTransport } from './patience.ts'
import { type Transport, readRefusal } from './transport.ts'

/** Asks for a login in mid-work; resolves with whether somebody signed in. */
export type LoginQuestion = (error: LoginRequiredError) => Promise<boolean>

/** Requests at once. A browser opens six connections to one host over HTTP/1.1. */
const WIDTH = 6

/**
 * A transport that does not give up where the registry did nothing: a 429 is waited for, writes too, and on
 * the first 401 somebody is asked once to sign in, for all requests. What is answered so was not carried
 * out, so it may be sent again.
 */
export function persistentTransport(
  transport: Transport,
  askLogin: LoginQuestion = () => Promise.resolve(false),
): Transport {
  const patient = patientTransport(transport, WIDTH, createPatience(), () => true)
  let login: Promise<boolean> | undefined
  let isAnswered = false

  return async function carry(request) {
    for (;;) {
      const isSentAfterLogin = isAnswered
      const answer = await patient(request)
      if (answer.status !== 401) return answer
      // Read, so that its place is free while somebody signs in.
      const error = (await readRefusal(answer, request)) as LoginRequiredError
      if (!isSentAfterLogin) {
        login ??= askLogin(error).finally(() => (isAnswered = true))
        if (await login) continue
      }
      return new Response(error.body, answer)
    }
  }
}
