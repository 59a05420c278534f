/** How often to check whether the parent still exists, in milliseconds. */
const LOOK_EVERY = 250

/**
 * Waits for Ctrl-C, SIGTERM, the end of the parent (npm, killed) or an unexpected end of a part; then
 * stops everything and exits: with status 0 if requested, else with 1 and a sentence.
 *
 * @param {{ failed: Promise<string>, stop: () => Promise<void> }} running
 */
export async function runUntilAsked({ failed, stop }) {
  const asked = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.once(signal, () => resolve(undefined))
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && resolve(undefined), LOOK_EVERY)
  })
  // Ctrl-C also reaches the children, whose end isn't a failure then: a request to stop comes first.
  const failure = await Promise.race([asked, failed.then(afterSignals)])
  // A second Ctrl-C doesn't interrupt the stopping.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  await stop()
  if (typeof failure === 'string') console.error(failure)
  process.exit(typeof failure === 'string' ? 1 : 0)
}

/**
 * Delays a failure so that a simultaneous signal comes first.
 *
 * @param {string} sentence
 * @returns {Promise<string>}
 */
function afterSignals(sentence) {
  return new Promise((resolve) => setTimeout(() => resolve(sentence), 100))
}

/**
 * Ends this process with one sentence instead of a stack.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function endWith(error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
