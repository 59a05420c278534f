import { visitInFreshBrowser, visitInTurn } from '../browser.mjs'
import { hasDetails, hasLayers, hasTags } from '../conditions.mjs'
import { median } from '../figures.mjs'
import { floorVisit, homeportVisits } from '../pages.mjs'
import { ratioLine } from '../report.mjs'
import { MANY_TAGS, PLATFORMS } from '../seed.mjs'
import { againstEarlier, times } from './lists.mjs'

/** @typedef {import('../run.mjs').Bench} Bench */

const ROWS = 30

/** 30 rows with size, created and platform: single images, and indexes over six platforms. @param {Bench} bench */
export async function rowDetails(bench) {
  return [
    ...(await rows(bench, 'details of 30 rows, single images', MANY_TAGS, 'images')),
    ...(await rows(bench, 'details of 30 rows, 6-platform indexes', PLATFORMS, 'indexes')),
  ]
}

/**
 * @param {Bench} bench
 * @param {string} job
 * @param {string} repository
 * @param {string} floorJob
 */
async function rows(bench, job, repository, floorJob) {
  const sites = await bench.sites()
  const path = `/repository/${repository}`
  const height = await heightForRows(sites.homeport + path)
  const samples = await visitInTurn(
    {
      floor: { ...floorVisit(sites, floorJob, { repository, count: ROWS }), height },
      ...homeportVisits(sites, path, {
        height,
        isReady: hasDetails,
        argument: ROWS,
        async after(page) {
          // Requests for what isn't on screen would come now.
          await page.waitForLoadState('networkidle')
          return { figures: { onScreen: await page.evaluate(countRowsOnScreen) } }
        },
      }),
    },
    bench.runs,
  )
  const onScreen = median(samples.homeport.map(({ figures }) => figures['onScreen'] ?? 0))
  const asked = samples.homeport.map(({ requests }) => {
    const tags = requests.map((request) => /\/manifests\/([^:]+)$/.exec(request)?.[1])
    return new Set(tags.filter((tag) => tag !== undefined)).size
  })
  return [
    ratioLine(job, { base: times(samples.floor), homeport: times(samples.homeport), most: 1.3 }),
    ...againstEarlier(job, samples),
    {
      job: 'rows on screen, rows asked for',
      base: '',
      homeport: `${onScreen}, ${Math.max(...asked)}`,
      ratio: '',
      target: 'none off screen',
      reached: Math.max(...asked) <= onScreen,
    },
  ]
}

/**
 * The window height that shows 30 rows.
 *
 * @param {string} url
 */
async function heightForRows(url) {
  const { figures } = await visitInFreshBrowser({
    url,
    isReady: hasTags,
    after: async (page) => {
      const box = await page.locator('table[aria-label="Tags"] tbody').boundingBox()
      const row = await page
        .locator('table[aria-label="Tags"] tbody tr[aria-rowindex]')
        .first()
        .boundingBox()
      return { figures: { height: Math.floor((box?.y ?? 0) + ROWS * (row?.height ?? 40)) } }
    },
  })
  return figures['height'] ?? 1400
}

/** Runs in the page. */
function countRowsOnScreen() {
  const rows = [...document.querySelectorAll('table[aria-label="Tags"] tbody tr[aria-rowindex]')]
  return rows.filter((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  }).length
}

/** An image: its manifest and config. @param {Bench} bench */
export async function image(bench) {
  const sites = await bench.sites()
  const tag = '49.9.9'
  const path = `/image/${MANY_TAGS}:${tag}`
  const samples = await visitInTurn(
    {
      floor: floorVisit(sites, 'image', { repository: MANY_TAGS, tag }),
      ...homeportVisits(sites, path, { isReady: hasLayers }),
    },
    bench.runs,
  )
  return [
    ratioLine('image page', {
      base: times(samples.floor),
      homeport: times(samples.homeport),
      most: 1.6,
    }),
    ...againstEarlier('image page', samples),
  ]
}
