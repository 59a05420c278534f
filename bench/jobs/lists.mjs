import { visitInTurn } from '../browser.mjs'
import { timeOf } from '../clock.mjs'
import { hasAllRepositories, hasBareRows, hasRepositories, hasTags } from '../conditions.mjs'
import { median } from '../figures.mjs'
import { floorVisit, homeportVisits } from '../pages.mjs'
import { limitLine, ratioLine } from '../report.mjs'
import { MANY_TAGS, REPOSITORY_COUNT, TAG_COUNT } from '../seed.mjs'

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../report.mjs').Line} Line */
/** @typedef {import('../browser.mjs').Sample} Sample */

const REPOSITORIES = { path: '/', bare: '/bare-repositories.html', isReady: hasRepositories }
const TAGS = { path: `/repository/${MANY_TAGS}`, bare: '/bare-tags.html', isReady: hasTags }

/** First repositories on screen, 5,000 in the registry. @param {Bench} bench */
export async function firstRepositories(bench) {
  return (await firstRows(bench, 'first repositories, of 5,000', REPOSITORIES, 'catalog')).lines
}

/** First tags on screen, 5,000 in the repository; and the memory they take. @param {Bench} bench */
export async function firstTags(bench) {
  const { lines, samples } = await firstRows(bench, 'first tags, of 5,000', TAGS, 'tags')
  const heap = (/** @type {readonly Sample[]} */ some) =>
    median(some.map((sample) => sample.heap)) / 1e6
  return [
    ...lines,
    limitLine('heap after the first of 5,000 tags', {
      value: heap(samples.homeport),
      most: heap(samples.floor) * 2,
      unit: 'MB',
      base: `floor ${heap(samples.floor).toFixed(1)} MB, bare React page ${heap(samples.bare).toFixed(1)} MB`,
    }),
  ]
}

/**
 * @param {Bench} bench
 * @param {string} job
 * @param {typeof REPOSITORIES} page
 * @param {string} floorJob
 */
async function firstRows(bench, job, { path, bare, isReady }, floorJob) {
  const sites = await bench.sites()
  const floor = floorVisit(sites, floorJob, { repository: MANY_TAGS })
  const samples = await visitInTurn(
    {
      floor,
      bare: { url: sites.homeport + bare, isReady: hasBareRows },
      ...homeportVisits(sites, path, { isReady }),
    },
    bench.runs,
  )
  const warm = await visitInTurn(
    {
      floor: { ...floor, isWarm: true },
      ...homeportVisits(sites, path, { isReady, isWarm: true }),
    },
    bench.runs,
  )
  const lines = [
    ratioLine(job, { base: times(samples.floor), homeport: times(samples.homeport), most: 1.9 }),
    ratioLine(job, {
      base: times(samples.bare),
      called: 'bare React page',
      homeport: times(samples.homeport),
      most: 1,
    }),
    ...againstEarlier(job, samples),
    ratioLine(`${job}, warm cache`, {
      base: times(warm.floor),
      homeport: times(warm.homeport),
      most: 1.5,
    }),
    ...againstEarlier(`${job}, warm cache`, warm),
  ]
  return { lines, samples }
}

/** All 5,000 repositories listed and searchable. @param {Bench} bench */
export async function allRepositories(bench) {
  const sites = await bench.sites()
  const job = 'all 5,000 repositories listed and searchable'
  const visit = { isReady: hasAllRepositories, argument: REPOSITORY_COUNT }
  const samples = await visitInTurn(
    { floor: floorVisit(sites, 'wholeCatalog'), ...homeportVisits(sites, '/', visit) },
    bench.runs,
  )
  return [
    ratioLine(job, { base: times(samples.floor), homeport: times(samples.homeport), most: 1.3 }),
    ...againstEarlier(job, samples),
    limitLine('elements then', {
      value: median(samples.homeport.map(({ elements }) => elements)),
      most: 1500,
    }),
  ]
}

/** The typed text; each key changes the rows. */
const TYPED = { repositories: 'er-', tags: '1.2' }

/**
 * From a keypress to the painted filtered list: 5,000 repositories, 5,000 tags, 100,000 names. @param {Bench} bench
 */
export async function filter(bench) {
  const sites = await bench.sites()
  const catalog = await bench.largeCatalog()
  const lines = [
    await filterLine(bench, 'key pressed, 5,000 repositories filtered', {
      url: sites.homeport,
      isReady: hasAllRepositories,
      argument: REPOSITORY_COUNT,
      table: 'Repositories',
      field: 'Filter names',
      typed: TYPED.repositories,
    }),
    await filterLine(bench, `key pressed, ${TAG_COUNT.toLocaleString('en')} tags filtered`, {
      url: sites.homeport + TAGS.path,
      isReady: hasTags,
      table: 'Tags',
      field: 'Filter tags: text or /regex/',
      typed: TYPED.tags,
    }),
    await filterLine(bench, 'key pressed, 100,000 names filtered', {
      url: catalog.origin,
      isReady: hasAllRepositories,
      argument: catalog.count,
      table: 'Repositories',
      field: 'Filter names',
      typed: TYPED.repositories,
    }),
  ]
  return lines
}

/**
 * Types a word with pauses; the slowest key counts.
 *
 * @param {Bench} bench
 * @param {string} job
 * @param {import('../browser.mjs').Visit & { table: string, field: string, typed: string }} options
 * @returns {Promise<Line>}
 */
async function filterLine(bench, job, { table, field, typed, ...visit }) {
  const { homeport } = await visitInTurn(
    {
      homeport: {
        ...visit,
        async after(page) {
          await page.waitForLoadState('networkidle')
          await page.getByRole('textbox', { name: field }).focus()
          let slowest = 0
          for (const key of typed) {
            const watched = {
              event: 'keydown',
              selector: `table[aria-label="${table}"]`,
              attribute: 'aria-rowcount',
            }
            const painted = await timeOf(page, watched, () => page.keyboard.press(key))
            slowest = Math.max(slowest, painted)
            await page.waitForTimeout(100)
          }
          return { ms: slowest }
        },
      },
    },
    bench.runs,
  )
  const value = median(times(homeport))
  const others = times(homeport)
    .map((time) => time.toFixed(0))
    .join(', ')
  return {
    ...limitLine(job, { value, most: 50, unit: 'ms' }),
    base: `slowest key of each run: ${others}`,
  }
}

/** @param {readonly Sample[]} samples */
export function times(samples) {
  return samples.map(({ ms }) => ms)
}

/**
 * @param {string} job
 * @param {{ homeport: Sample[], earlier?: Sample[] }} samples
 * @returns {Line[]}
 */
export function againstEarlier(job, { homeport, earlier }) {
  if (!earlier) return []
  return [
    ratioLine(job, { base: times(earlier), called: 'earlier build', homeport: times(homeport) }),
  ]
}
