import type { RateLimitedError } from '../errors.ts'

/** Waits as long as a 429 asks for. A write is asked again only by who sent it. @throws an abort's reason */
export function waitAsAsked(
  { retryAfterSeconds }: RateLimitedError,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp)
      resolve()
    }, retryAfterSeconds * 1000)
    if (signal?.aborted) giveUp()
    else signal?.addEventListener('abort', giveUp, { once: true })
  })
}
