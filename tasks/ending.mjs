/** How often it is looked whether the parent is still there, in milliseconds. */
const LOOK_EVERY = 250

/**
 * Waits for Ctrl-C, SIGTERM, the end of the parent (npm, killed) or a part that ends by itself; then
 * stops everything and ends this process: status 0 when it was asked to, else 1 with the sentence.
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
  // Ctrl-C reaches the children too, and their end is no failure then: who was asked first counts.
  const failure = await Promise.race([asked, failed.then(afterSignals)])
  // A second Ctrl-C does not cut the stopping short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  await stop()
  if (typeof failure === 'string') console.error(failure)
  process.exit(typeof failure === 'string' ? 1 : 0)
}

/**
 * A signal of the same moment is told first.
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
