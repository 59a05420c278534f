/**
 * What the script below adds to a page.
 *
 * @typedef {object} BenchGlobals
 * @property {(isChanged: () => boolean, onPainted: (time: number) => void) => void} benchWatch
 * @property {(text: string) => void} benchPainted tells the time to the benchmark
 */

/**
 * Runs in the page: `benchWatch` calls back when the frame is drawn in which `isChanged` is true for
 * the first time, with the time in milliseconds since the navigation began.
 */
function addWatch() {
  const globals = /** @type {BenchGlobals} */ (/** @type {unknown} */ (globalThis))
  globals.benchWatch = (isChanged, onPainted) => {
    const observer = new MutationObserver(() => {
      if (!isChanged()) return
      observer.disconnect()
      // A message that is sent while a frame is prepared is read when the frame is done. A timer
      // would starve where many answers arrive.
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
 * The script that a fresh page runs before its own: it tells when `isReady` became true. Not
 * evaluated there, since the page's content security policy forbids that.
 *
 * @param {(argument: any) => boolean} isReady sees nothing but the page and `argument`
 * @param {unknown} argument
 */
export function clockScript(isReady, argument) {
  const condition = `() => (${String(isReady)})(${JSON.stringify(argument)})`
  return `(${String(addWatch)})(); benchWatch(${condition}, (time) => benchPainted(String(time)))`
}

/**
 * What is measured from an event on.
 *
 * @typedef {object} Watched
 * @property {string} event its type; the next one of it counts
 * @property {string} selector the first element that fits is looked at
 * @property {string} [attribute] of the element; without it its text
 */

/**
 * Does something on a page, and measures from the event that it causes until the frame is drawn in
 * which what is watched is another one than before.
 *
 * @param {import('@playwright/test').Page} page
 * @param {Watched} watched
 * @param {() => Promise<void>} act
 * @returns {Promise<number>} milliseconds
 * @throws {Error} when nothing changes in 60 s
 */
export async function timeOf(page, watched, act) {
  // In an object, since a promise by itself would be waited for: the page has to be ready first.
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
