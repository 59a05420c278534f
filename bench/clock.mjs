/**
 * What the script below adds to a page.
 *
 * @typedef {object} BenchGlobals
 * @property {(isChanged: () => boolean, onPainted: (time: number) => void) => void} benchWatch
 * @property {(text: string) => void} benchPainted reports the time to the benchmark
 */

/**
 * Runs in the page: `benchWatch` calls back when the first frame is painted in which `isChanged` is true, with the
 * time in milliseconds since the navigation started.
 */
function addWatch() {
  const globals = /** @type {BenchGlobals} */ (/** @type {unknown} */ (globalThis))
  globals.benchWatch = (isChanged, onPainted) => {
    const observer = new MutationObserver(() => {
      if (!isChanged()) return
      observer.disconnect()
      // A message sent while a frame is prepared is handled once the frame is done. A timer would starve when many
      // responses arrive.
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.addEventListener('message', () => onPainted(performance.now()))
        channel.port1.start()
        channel.port2.postMessage('')
      })
    })
    const all = { subtree: true, childList: true, characterData: true, attributes: true }
    observer.observe(document, all)
  }
}

/**
 * The script that a new page runs before its own: it reports when `isReady` became true. Not
 * evaluated there, since the page's content security policy forbids that.
 *
 * @param {(argument: any) => boolean} isReady sees only the page and `argument`
 * @param {unknown} argument
 */
export function clockScript(isReady, argument) {
  const condition = `() => (${String(isReady)})(${JSON.stringify(argument)})`
  return `(${String(addWatch)})(); benchWatch(${condition}, (time) => benchPainted(String(time)))`
}

/**
 * What to measure, starting with an event.
 *
 * @typedef {object} Watched
 * @property {string} event its type; the next such event counts
 * @property {string} selector the first matching element is watched
 * @property {string} [attribute] of the element; if omitted, its text
 */

/**
 * Does something on a page, and measures from the event that it causes until the frame is painted in
 * which the watched value has changed.
 *
 * @param {import('@playwright/test').Page} page
 * @param {Watched} watched
 * @param {() => Promise<void>} act
 * @returns {Promise<number>} milliseconds
 * @throws {Error} if nothing changes within 60 s
 */
export async function timeOf(page, watched, act) {
  // In an object, since a bare promise would be awaited, but the page has to be ready first.
  const armed = await page.evaluateHandle(armPage, watched)
  await act()
  return await armed.evaluate(({ changed }) => changed)
}

/**
 * Runs in the page.
 *
 * @param {Watched} watched
 */
function armPage({ event, selector, attribute }) {
  const { benchWatch } = /** @type {BenchGlobals} */ (/** @type {unknown} */ (globalThis))
  const read = () => {
    const element = document.querySelector(selector)
    return attribute === undefined ? element?.textContent : element?.getAttribute(attribute)
  }
  const before = read()
  /** @type {Promise<number>} */
  const changed = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`Nothing changed after ${event}`)), 60_000)
    const begin = (/** @type {Event} */ { timeStamp }) =>
      benchWatch(
        () => read() !== before,
        (time) => resolve(time - timeStamp),
      )
    addEventListener(event, begin, { capture: true, once: true })
  })
  return { changed }
}
