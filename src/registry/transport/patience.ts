import { type Answer, watchBody } from './answer.ts'
import { RateLimitedError } from '../errors.ts'
import { type RegistryRequest, type Transport, isRead, readRefusal } from './transport.ts'

/** Called with the end of a pause after a 429 (`Date.now()` milliseconds), and with `undefined` when it is over. */
export type PauseListener = (until: number | undefined) => void

/** The pause after a 429, shared by everything that asks this registry. */
export type Patience = {
  readonly isPaused: () => boolean
  readonly pause: (seconds: number) => void
  readonly onResume: (resume: () => void) => void
}

export function createPatience(onPause: PauseListener = () => undefined): Patience {
  const waiting: (() => void)[] = []
  let pausedUntil = 0
  const isPaused = () => Date.now() < pausedUntil
  return {
    isPaused,
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, Date.now() + seconds * 1000)
      onPause(pausedUntil)
      setTimeout(
        () => {
          if (isPaused()) return
          onPause(undefined)
          for (const resume of waiting) resume()
        },
        seconds * 1000 + 20,
      )
    },
    onResume: (resume) => void waiting.push(resume),
  }
}

/**
 * Lets at most `width` requests out at a time, in order; each keeps its place until its body has ended or was
 * abandoned, or the request was aborted. After a 429 all of them wait for `Retry-After`; then the request is sent
 * again if `mayResend` says so (by default: reads), and fewer are sent at a time until the registry recovers.
 */
export function patientTransport(
  transport: Transport,
  width: number,
  patience: Patience = createPatience(),
  mayResend: (request: RegistryRequest) => boolean = isRead,
): Transport {
  const waiting: (() => void)[] = []
  let running = 0
  let allowed = width
  patience.onResume(startNext)

  function startNext() {
    while (running < Math.floor(allowed) && !patience.isPaused()) {
      const start = waiting.shift()
      if (!start) return
      start()
    }
  }

  /** Waits for a place; resolves with the function that frees it. */
  function place(signal: AbortSignal | undefined): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        const at = waiting.indexOf(start)
        if (at < 0) return
        waiting.splice(at, 1)
        reject(signal?.reason)
      }
      const start = () => {
        let isOver = false
        const end = () => {
          if (isOver) return
          isOver = true
          // Thousands of requests may share one signal.
          signal?.removeEventListener('abort', end)
          running -= 1
          startNext()
        }
        signal?.removeEventListener('abort', giveUp)
        signal?.addEventListener('abort', end)
        running += 1
        resolve(end)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      waiting.push(start)
      startNext()
    })
  }

  return async function carry(request: RegistryRequest): Promise<Answer> {
    for (;;) {
      request.signal?.throwIfAborted()
      const end = await place(request.signal)
      try {
        const response = await transport(request)
        const isBusy = response.status === 429
        if (!isBusy) allowed = Math.min(width, allowed + 1 / allowed)
        if (!isBusy || !mayResend(request)) {
          return watchBody(response, (state) => state === 'ends' && end())
        }
        // One pause counts once, however many requests were in flight.
        if (!patience.isPaused()) allowed = Math.max(1, allowed / 2)
        const refusal = await readRefusal(response, request)
        if (refusal instanceof RateLimitedError) patience.pause(refusal.retryAfterSeconds)
        end()
      } catch (error) {
        end()
        throw error
      }
    }
  }
}
