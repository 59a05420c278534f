/** Milliseconds from one wave to the next. */
const PAUSE = 50

/**
 * Makes a scheduler: what comes alone is run at once, and what comes close behind is run together, in its
 * order, a moment later. Answers for rows arrive by the dozen, and each change that is drawn alone makes the
 * browser lay out the page once more.
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
