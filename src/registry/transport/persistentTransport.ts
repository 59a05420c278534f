import type { Answer } from './answer.ts'
import { LoginRequiredError, RateLimitedError, type RegistryError } from '../errors.ts'
import { patientTransport } from './patience.ts'
import { type RegistryRequest, type Transport, isRead, readText, send } from './transport.ts'
import { waitAsAsked } from './waitAsAsked.ts'

/** Asks for a login in mid-work; resolves with whether somebody signed in. */
export type LoginQuestion = (error: LoginRequiredError) => Promise<boolean>

/** Requests at once. A browser opens six connections to one host over HTTP/1.1. */
const WIDTH = 6

/**
 * A transport that does not give up where the registry did nothing: a 429 is waited for, writes too, and on
 * the first 401 somebody is asked once to sign in, for all requests. What is answered so was not carried
 * out, so it may be sent again.
 *
 * @param askLogin nobody to ask: no
 */
export function persistentTransport(
  transport: Transport,
  askLogin: LoginQuestion = () => Promise.resolve(false),
): Transport {
  const patient = patientTransport(transport, WIDTH)
  let login: { readonly answer: Promise<boolean>; isOver: boolean } | undefined

  function mayTryAgain(error: LoginRequiredError, wasSentAfter: boolean): Promise<boolean> {
    if (wasSentAfter) return Promise.resolve(false)
    login ??= begin(error)
    return login.answer
  }

  function begin(error: LoginRequiredError) {
    const asked = { answer: askLogin(error), isOver: false }
    const end = () => void (asked.isOver = true)
    asked.answer.then(end, end)
    return asked
  }

  return async function carry(request) {
    for (;;) {
      const isSentAfterLogin = login?.isOver === true
      const response = await patient(request)
      if (response.status === 401) {
        // Read, so that its place is free while somebody signs in.
        const text = await readText(response)
        const refusal = () => new Response(text, response)
        const error = await readError(refusal(), request)
        const isLogin = error instanceof LoginRequiredError
        if (isLogin && (await mayTryAgain(error, isSentAfterLogin))) continue
        return refusal()
      } else if (response.status === 429 && !isRead(request)) {
        const error = await readError(response, request)
        if (error instanceof RateLimitedError) await waitAsAsked(error, request.signal)
        continue
      }
      return response
    }
  }
}

async function readError(response: Answer, request: RegistryRequest): Promise<RegistryError> {
  return await send(() => Promise.resolve(response), request).then(
    () => undefined as never,
    (error: RegistryError) => error,
  )
}
