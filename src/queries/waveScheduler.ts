/** Milliseconds between two waves. */
const PAUSE = 50

/**
 * Makes a scheduler that runs single work at once, but combines what follows closely, in order, a moment later.
 * Responses for rows arrive by the dozen, and each change rendered on its own costs another layout.
 */
export function createWaveScheduler(): (work: () => void) => void {
  let last = Number.NEGATIVE_INFINITY
  let waiting: (() => void)[] = []
  const run = () => {
    last = performance.now()
    const wave = waiting
    waiting = []
    for (const work of wave) work()
  }
  return (work) => {
    waiting.push(work)
    if (waiting.length === 1) setTimeout(run, Math.max(last + PAUSE - performance.now(), 0))
  }
}
