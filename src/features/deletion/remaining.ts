const ENOUGH_STEPS = 4
const ENOUGH_MILLISECONDS = 2000

/**
 * `about 2 minutes left` for `left` steps, estimated from how long the steps so far took and rounded accordingly;
 * `undefined` until there is enough to go by.
 */
export function formatRemaining(
  milliseconds: number,
  steps: number,
  left: number,
): string | undefined {
  if (left === 0 || steps < ENOUGH_STEPS || milliseconds < ENOUGH_MILLISECONDS) return undefined
  const seconds = (milliseconds / steps / 1000) * left
  if (seconds < 10) return 'less than 10 seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'about a minute left' : `about ${minutes} minutes left`
  const hours = Math.round(minutes / 30) / 2
  return hours === 1 ? 'about an hour left' : `about ${hours} hours left`
}

/** Measures the pace of work step by step. Each step is timed from when it was first seen. */
export class Pace {
  #since: { readonly step: string; readonly at: number; readonly done: number } | undefined

  /** The time left for this step, once it can be estimated. */
  tell(step: string, done: number, total: number): string | undefined {
    const now = performance.now()
    if (this.#since?.step !== step) this.#since = { step, at: now, done }
    const { at, done: before } = this.#since
    return formatRemaining(now - at, done - before, total - done)
  }

  /** Starts again after a pause. */
  forget(): void {
    this.#since = undefined
  }
}
