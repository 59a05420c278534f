const ENOUGH_STEPS = 4
const ENOUGH_MILLISECONDS = 2000

/**
 * `about 2 minutes left` for `left` steps, no more exact than it is known from the pace of those that took so many
 * milliseconds; `undefined` before enough was seen to tell.
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

/** The pace of what goes on, step by step: each step is timed from where it was first seen. */
export class Pace {
  #since: { readonly step: string; readonly at: number; readonly done: number } | undefined

  /** The time that is left of this step, once that can be told. */
  tell(step: string, done: number, total: number): string | undefined {
    const now = performance.now()
    if (this.#since?.step !== step) this.#since = { step, at: now, done }
    const { at, done: before } = this.#since
    return formatRemaining(now - at, done - before, total - done)
  }

  /** Begins anew, after a pause. */
  forget(): void {
    this.#since = undefined
  }
}
