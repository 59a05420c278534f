/** How long a run takes, from the pace that was measured so far. */
export type Pace = {
  /** Tells how far it is at `now` (milliseconds); what passes while `isPaused` does not count. */
  readonly note: (now: number, done: number, isPaused: boolean) => void
  /** Milliseconds that are left for `total`; `undefined` before enough was seen to tell. */
  readonly estimate: (total: number) => number | undefined
}

const ENOUGH_STEPS = 4
const ENOUGH_MILLISECONDS = 2000

export function createPace(): Pace {
  let last: { now: number; done: number } | undefined
  let worked = 0
  let steps = 0
  let done = 0
  return {
    note(now, doneNow, isPaused) {
      if (last && !isPaused) worked += Math.max(0, now - last.now)
      steps += Math.max(0, doneNow - (last?.done ?? doneNow))
      done = doneNow
      last = { now, done: doneNow }
    },
    estimate(total) {
      if (steps < ENOUGH_STEPS || worked < ENOUGH_MILLISECONDS) return undefined
      return (worked / steps) * Math.max(0, total - done)
    },
  }
}

/** `about 2 minutes left`, no more exact than it is known. */
export function formatRemaining(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return 'less than 10 seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'about a minute left' : `about ${minutes} minutes left`
  const hours = Math.round(minutes / 30) / 2
  return hours === 1 ? 'about an hour left' : `about ${hours} hours left`
}
