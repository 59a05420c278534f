import { RateLimitedError } from './errors.ts'
import { type RegistryRequest, type Transport, send } from './transport.ts'

/** When the registry asks to wait, until when (`Date.now()` milliseconds); `undefined` when it is over. */
export type PauseListener = (until: number | undefined) => void

/**
 * A transport for the many small requests of rows: at most `width` at a time, in the order they were asked,
 * and an aborted one gives its place free. When the registry answers 429, all of them wait as long as
 * `Retry-After` says, then that read is asked again.
 */
export function patientTransport(
  transport: Transport,
  width: number,
  onPause: PauseListener = () => undefined,
): Transport {
  const waiting: { start: () => void; signal: AbortSignal | undefined }[] = []
  let running = 0
  let pausedUntil = 0

  function startNext() {
    while (running < width && Date.now() >= pausedUntil) {
      const next = waiting.shift()
      if (!next) return
      next.start()
    }
  }

  function pause(seconds: number) {
    pausedUntil = Math.max(pausedUntil, Date.now() + seconds * 1000)
    onPause(pausedUntil)
    setTimeout(
      () => {
        if (Date.now() < pausedUntil) return
        onPause(undefined)
        startNext()
      },
      seconds * 1000 + 20,
    )
  }

  function place(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = {
        signal,
        start: () => {
          running += 1
          resolve()
        },
      }
      signal?.addEventListener(
        'abort',
        () => {
          const at = waiting.indexOf(entry)
          if (at < 0) return
          waiting.splice(at, 1)
          reject(signal.reason)
        },
        { once: true },
      )
      waiting.push(entry)
      startNext()
    })
  }

  return async function carry(request: RegistryRequest): Promise<Response> {
    for (;;) {
      request.signal?.throwIfAborted()
      await place(request.signal)
      try {
        const response = await transport(request)
        if (response.status !== 429 || !isRead(request)) return response
        const error = await send(() => Promise.resolve(response), request).catch((e: unknown) => e)
        pause(error instanceof RateLimitedError ? error.retryAfterSeconds : 5)
      } finally {
        running -= 1
        startNext()
      }
    }
  }
}

function isRead({ method = 'GET' }: RegistryRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}
