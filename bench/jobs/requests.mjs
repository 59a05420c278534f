import { visitInFreshBrowser } from '../browser.mjs'
import { hasRepositories, hasTags } from '../conditions.mjs'
import { startRecorder } from '../recorder.mjs'
import { MANY_TAGS } from '../seed.mjs'
import { startSite } from '../site.mjs'

/** @typedef {import('../run.mjs').Bench} Bench */

/**
 * The page uses what nginx made the browser preload: the registry gets one request.
 *
 * @param {Bench} bench
 */
export async function askedOnce(bench) {
  const recorder = await startRecorder(await bench.registry())
  const site = await startSite({ root: await bench.root(), upstream: recorder.origin })
  const count = async (
    /** @type {string} */ path,
    /** @type {() => boolean} */ isReady,
    /** @type {string} */ asked,
  ) => {
    recorder.forget()
    const after = async (/** @type {import('@playwright/test').Page} */ page) => {
      await page.waitForLoadState('networkidle')
      return {}
    }
    await visitInFreshBrowser({ url: site.origin + path, isReady, after })
    return recorder.recorded().filter((request) => request.path === asked).length
  }
  const line = (/** @type {string} */ job, /** @type {number} */ times) => ({
    job,
    base: '',
    homeport: String(times),
    ratio: '',
    target: '1',
    reached: times === 1,
  })
  try {
    const list = `/v2/${MANY_TAGS}/tags/list`
    return [
      line(
        'requests for the first repositories',
        await count('/', hasRepositories, '/v2/_catalog?n=100'),
      ),
      line('requests for the tags', await count(`/repository/${MANY_TAGS}`, hasTags, list)),
    ]
  } finally {
    await site.stop()
    await recorder.stop()
  }
}
