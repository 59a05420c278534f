import { visitInFreshBrowser } from '../browser.mjs'
import { hasAllTags } from '../conditions.mjs'
import { floorVisit } from '../pages.mjs'
import { replay, startRecorder, widthOf } from '../recorder.mjs'
import { limitLine, ratioLine } from '../report.mjs'
import { MANY_TAGS, TAG_COUNT } from '../seed.mjs'
import { startSite } from '../site.mjs'
import { median } from '../figures.mjs'

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../recorder.mjs').Recorded} Recorded */
/** @typedef {import('@playwright/test').Page} Page */

/** After so long without a request, the plan is made (milliseconds). */
const QUIET = 1000

/**
 * The plan for one tag of a repository with 5,000: its two stages compared with the same requests sent on
 * their own, over the same proxy, with the same concurrency.
 *
 * @param {Bench} bench
 */
export async function plan(bench) {
  const recorder = bench.keep(await startRecorder(await bench.registry()))
  const site = bench.keep(await startSite({ root: await bench.root(), upstream: recorder.origin }))
  const stages = { heads: series(), manifests: series() }
  const progress = []
  for (let run = 0; run < bench.runs; run += 1) {
    recorder.forget()
    progress.push(await planInPage(`${site.origin}/repository/${MANY_TAGS}`, recorder))
    const recorded = recorder.recorded()
    for (const [name, requests] of [
      ['heads', recorded.filter(({ method }) => method === 'HEAD')],
      ['manifests', recorded.filter(isManifest)],
    ]) {
      const stage = stages[/** @type {'heads' | 'manifests'} */ (name)]
      const some = /** @type {Recorded[]} */ (requests)
      stage.counts.push(some.length)
      stage.homeport.push(lengthOf(some))
      stage.raw.push(await replayInPage(site.origin, some))
    }
  }
  const job = `plan for 1 of ${TAG_COUNT} tags`
  const { heads, manifests } = stages
  return [
    ratioLine(`${job}, stage 1`, {
      base: heads.raw,
      called: `${median(heads.counts)} HEADs raw`,
      homeport: heads.homeport,
      most: 1.2,
    }),
    ratioLine(`${job}, stage 2`, {
      base: manifests.raw,
      called: `${median(manifests.counts)} GETs raw`,
      homeport: manifests.homeport,
      most: 1.2,
    }),
    limitLine(`${job}, first progress`, { value: median(progress), most: 100, unit: 'ms' }),
  ]
}

function series() {
  return {
    /** @type {number[]} */ counts: [],
    /** @type {number[]} */ homeport: [],
    /** @type {number[]} */ raw: [],
  }
}

/** @param {Recorded} request */
function isManifest({ method, path }) {
  return method === 'GET' && path.includes('/manifests/sha256:')
}

/** Milliseconds from the first request to the last response. @param {readonly Recorded[]} requests */
function lengthOf(requests) {
  const begun = Math.min(...requests.map((request) => request.begun))
  return Math.max(...requests.map((request) => request.ended)) - begun
}

/**
 * @param {string} url
 * @param {Awaited<ReturnType<typeof startRecorder>>} recorder
 * @returns milliseconds from pressing the button until the dialog shows the plan
 */
async function planInPage(url, recorder) {
  const after = async (/** @type {Page} */ page) => {
    await page.waitForLoadState('networkidle')
    recorder.forget()
    const button = page.getByRole('button', { name: /^Delete / }).first()
    const ms = await button.evaluate(pressAndWait)
    for (let before = -1; before !== recorder.recorded().length;) {
      before = recorder.recorded().length
      await page.waitForTimeout(QUIET)
    }
    return { ms }
  }
  const { ms } = await visitInFreshBrowser({ url, isReady: hasAllTags, argument: TAG_COUNT, after })
  return ms
}

/** Runs in the page. @param {Element} button @returns {Promise<number>} */
function pressAndWait(button) {
  return new Promise((resolve) => {
    const begun = performance.now()
    new MutationObserver((_, observer) => {
      if (!document.querySelector('dialog[open] progress')) return
      observer.disconnect()
      resolve(performance.now() - begun)
    }).observe(document, { subtree: true, childList: true, attributes: true })
    if (button instanceof HTMLElement) button.click()
  })
}

/**
 * @param {string} origin
 * @param {readonly Recorded[]} requests
 */
async function replayInPage(origin, requests) {
  const phases = [{ width: widthOf(requests), requests }]
  const after = async (/** @type {Page} */ page) => ({ ms: await page.evaluate(replay, phases) })
  const { ms } = await visitInFreshBrowser({
    ...floorVisit({ homeport: origin }, 'nothing'),
    after,
  })
  return ms
}
