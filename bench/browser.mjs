import { chromium } from '@playwright/test'
import { chromiumPath } from '../stack/chromium.mjs'
import { clockScript } from './clock.mjs'

/** How long a newly started browser is left alone, in milliseconds. */
const SETTLE = 400
const READY_IN = 60_000

/**
 * What is opened, and when it counts as ready.
 *
 * @typedef {object} Visit
 * @property {string} url
 * @property {(argument: any) => boolean} isReady runs in the page; sees only the page and `argument`
 * @property {unknown} [argument]
 * @property {number} [height] of the window; default: 900
 * @property {boolean} [isWarm] the page was visited before, so its files are in the cache
 * @property {boolean} [isInline] the page has an inline script, which the product's CSP forbids
 * @property {(page: import('@playwright/test').Page) => Promise<Partial<Sample>>} [after] what is done
 *   and measured once the page is ready
 */

/**
 * One visit, measured.
 *
 * @typedef {object} Sample
 * @property {number} ms from the start of the navigation until the frame was painted; or as measured by `after`
 * @property {string[]} requests paths under `/v2/` that the page requested until it was ready
 * @property {number} elements in the document
 * @property {number} heap bytes of JavaScript objects after garbage collection
 * @property {Record<string, number>} figures the job's own figures
 */

/**
 * Visits a page in a newly started browser.
 *
 * @param {Visit} visit
 * @returns {Promise<Sample>}
 */
export async function visitInFreshBrowser(visit) {
  const browser = await chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--disable-background-networking',
      '--host-resolver-rules=MAP *.test 127.0.0.1',
    ],
  })
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: visit.height ?? 900 },
      bypassCSP: visit.isInline ?? false,
      locale: 'en',
    })
    if (visit.isWarm) await visitOnce(context, { ...visit, after: letItRest })
    return await visitOnce(context, visit)
  } finally {
    await browser.close()
  }
}

/**
 * @param {import('@playwright/test').BrowserContext} context
 * @param {Visit} visit
 * @returns {Promise<Sample>}
 */
async function visitOnce(context, { url, isReady, argument = null, after }) {
  const page = await context.newPage()
  const protocol = await context.newCDPSession(page)
  await protocol.send('Runtime.enable')
  await protocol.send('Runtime.addBinding', { name: 'benchPainted' })
  /** @type {Promise<number>} */
  const painted = new Promise((resolve, reject) => {
    protocol.on('Runtime.bindingCalled', ({ payload }) => resolve(Number(payload)))
    setTimeout(reject, READY_IN, new Error(`${url} was not ready in ${READY_IN / 1000} s`)).unref()
  })
  /** @type {string[]} */
  const asked = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/v2/')) asked.push(pathname + search)
  })
  await page.addInitScript(clockScript(isReady, argument))
  await page.waitForTimeout(SETTLE)
  await page.goto(url, { waitUntil: 'commit' })
  const ms = await painted
  const requests = [...asked]
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  const measured = (await after?.(page)) ?? {}
  await protocol.send('HeapProfiler.collectGarbage')
  const { usedSize } = await protocol.send('Runtime.getHeapUsage')
  await page.close()
  return { ms, requests, elements, heap: usedSize, figures: {}, ...measured }
}

/** Waits until everything that the page still loads is cached. @param {import('@playwright/test').Page} page */
async function letItRest(page) {
  await page.waitForLoadState('networkidle')
  return {}
}

/**
 * Visits each page `runs` times, in turn, so that disturbances of the machine affect all equally.
 *
 * @template {string} Name
 * @param {{ [N in Name]?: Visit }} visits
 * @param {number} runs
 * @returns {Promise<Record<Name, Sample[]>>} by name
 */
export async function visitInTurn(visits, runs) {
  const names = /** @type {Name[]} */ (Object.keys(visits))
  const samples = /** @type {Record<Name, Sample[]>} */ (
    /** @type {unknown} */ (Object.fromEntries(names.map((name) => [name, []])))
  )
  for (let run = 0; run < runs; run += 1) {
    // A different one starts each time.
    for (let at = 0; at < names.length; at += 1) {
      const name = /** @type {Name} */ (names[(run + at) % names.length])
      const visit = visits[name]
      if (visit) samples[name].push(await visitInFreshBrowser(visit))
    }
  }
  return samples
}
