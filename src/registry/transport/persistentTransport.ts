import type { LoginRequiredError } from '../errors.ts'
import { createPatience, patientTransport } from './patience.ts'
import { type Transport, readRefusal } from './transport.ts'

/** Asks for a login in the middle of work; resolves with whether somebody signed in. */
export type LoginQuestion = (error: LoginRequiredError) => Promise<boolean>

/** Requests at a time. Browsers open six connections per host over HTTP/1.1. */
const WIDTH = 6

/**
 * A transport that retries whatever the registry refused without doing anything, writes included: it waits after a
 * 429, and the first 401 asks for a login once, for all requests.
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
