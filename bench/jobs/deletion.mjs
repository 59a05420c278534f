import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { layerOf, pushBlob, pushImage } from '../../stack/content.mjs'
import { startRegistry } from '../../stack/registry.mjs'
import { visitInFreshBrowser } from '../browser.mjs'
import { timeOf } from '../clock.mjs'
import { hasAllTags } from '../conditions.mjs'
import { floorVisit } from '../pages.mjs'
import { phasesOf, replay, startRecorder } from '../recorder.mjs'
import { ratioLine } from '../report.mjs'
import { startSite } from '../site.mjs'

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../recorder.mjs').Phase} Phase */
/** @typedef {import('@playwright/test').Page} Page */

const COUNT = 100

/**
 * All 100 tags of a repository deleted, from pressing the confirmation button to the report; compared with
 * the same requests sent on their own, and with only the DELETEs among them.
 *
 * @param {Bench} bench
 */
export async function deletion(bench) {
  // On disk, like a real registry: without a folder it would write to memory.
  const folder = await mkdtemp(join(tmpdir(), 'homeport-bench-'))
  bench.keep({ stop: () => rm(folder, { recursive: true, force: true }) })
  const registry = bench.keep(await startRegistry({ folder }))
  const recorder = bench.keep(await startRecorder(registry.origin))
  const site = bench.keep(await startSite({ root: await bench.root(), upstream: recorder.origin }))
  const homeport = []
  const raw = []
  const deletesAlone = []
  for (let run = 0; run < bench.runs; run += 1) {
    const own = `bench/own-${run}`
    await fill(registry.origin, own)
    const ms = await deleteInPage(`${site.origin}/repository/${own}`, recorder.forget)
    homeport.push(ms)
    const phases = phasesOf(recorder.recorded())
    const same = `bench/same-${run}`
    await fill(registry.origin, same)
    raw.push(await replayInPage(site.origin, moved(phases, own, same)))
    const alone = `bench/alone-${run}`
    await fill(registry.origin, alone)
    const deletes = phases.filter(({ requests }) => requests[0]?.method === 'DELETE')
    deletesAlone.push(await replayInPage(site.origin, moved(deletes, own, alone)))
  }
  const job = 'delete 100 of 100 tags, plan made'
  return [
    ratioLine(job, { base: raw, called: 'the same requests raw', homeport, most: 1.3 }),
    ratioLine(job, { base: deletesAlone, called: 'its DELETEs alone', homeport }),
  ]
}

/**
 * @param {string} origin
 * @param {string} repository
 */
async function fill(origin, repository) {
  const layer = layerOf({ 'etc/content': 'the same in all' })
  const { digest, size } = await pushBlob({ origin, repository }, layer.bytes)
  const layers = [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size }]
  const tags = Array.from({ length: COUNT }, (_, index) => `1.${index}`)
  const push = async () => {
    for (let tag = tags.pop(); tag !== undefined; tag = tags.pop()) {
      await pushImage({ origin, repository, tag, layers, config: { author: tag } })
    }
  }
  await Promise.all(Array.from({ length: 6 }, push))
}

/**
 * @param {string} url
 * @param {() => void} onPlanMade
 */
async function deleteInPage(url, onPlanMade) {
  const after = async (/** @type {Page} */ page) => {
    await page.waitForLoadState('networkidle')
    await page.getByRole('checkbox', { name: 'Select all shown tags' }).check()
    const selection = page.getByRole('region', { name: 'Selection' })
    await selection.getByRole('button', { name: /^Delete/ }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: /^Delete/ })
    // A click first waits until the button can be pressed, i.e. until the plan is made.
    await confirm.click({ trial: true, timeout: 60_000 })
    onPlanMade()
    const watched = { event: 'click', selector: 'dialog[open] h2' }
    return { ms: await timeOf(page, watched, () => confirm.click()) }
  }
  const { ms } = await visitInFreshBrowser({ url, isReady: hasAllTags, argument: COUNT, after })
  return ms
}

/**
 * @param {string} origin
 * @param {readonly Phase[]} phases
 */
async function replayInPage(origin, phases) {
  const sites = { homeport: origin }
  const after = async (/** @type {Page} */ page) => ({ ms: await page.evaluate(replay, phases) })
  const { ms } = await visitInFreshBrowser({ ...floorVisit(sites, 'nothing'), after })
  return ms
}

/**
 * The same requests for another repository.
 *
 * @param {readonly Phase[]} phases
 * @param {string} from
 * @param {string} to
 * @returns {Phase[]}
 */
function moved(phases, from, to) {
  return phases.map(({ width, requests }) => ({
    width,
    requests: requests.map((request) => ({ ...request, path: request.path.replace(from, to) })),
  }))
}
