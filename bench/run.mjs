import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startRegistry } from '../stack/registry.mjs'
import { BUILT, PROJECT, ensureBuild } from '../tasks/built.mjs'
import { ensureTools } from '../tasks/tools.mjs'
import { startCatalog } from './catalog.mjs'
import { deletion } from './jobs/deletion.mjs'
import { image, rowDetails } from './jobs/details.mjs'
import { allRepositories, filter, firstRepositories, firstTags } from './jobs/lists.mjs'
import { plan } from './jobs/plan.mjs'
import { askedOnce } from './jobs/requests.mjs'
import { sizes } from './jobs/sizes.mjs'
import { formatMarkdown, formatTable } from './report.mjs'
import { repositoryName, seedRegistry } from './seed.mjs'
import { makeRoot, startSite } from './site.mjs'

/**
 * What jobs share. Each part is started when a job needs it.
 *
 * @typedef {object} Bench
 * @property {number} runs how often each page is visited
 * @property {string} built the folder with the product's built files
 * @property {() => Promise<string>} root a folder with the product, the floor page and the bare page
 * @property {() => Promise<string>} registry origin of the seeded registry
 * @property {() => Promise<import('./pages.mjs').Sites>} sites nginx in front of the seeded registry
 * @property {() => Promise<{ origin: string, count: number }>} largeCatalog Homeport in front of a catalog
 *   of 100,000 names
 * @property {<T>(started: T & { stop: () => Promise<void> }) => T} keep stops it at the end
 */

/** @type {Record<string, (bench: Bench) => Promise<import('./report.mjs').Line[]>>} */
const JOBS = {
  'first-repositories': firstRepositories,
  'all-repositories': allRepositories,
  'first-tags': firstTags,
  'row-details': rowDetails,
  filter,
  image,
  plan,
  deletion,
  'asked-once': askedOnce,
  sizes,
}

const USAGE = `npm run bench -- [--job NAME]… [--runs N] [--out FILE] [--built FOLDER] [--earlier FOLDER]
Jobs: ${Object.keys(JOBS).join(', ')}
--out writes the table as Markdown; --built measures these built files instead of a fresh build;
--earlier compares with built files of another time.`

const { values } = parseArgs({
  options: {
    job: { type: 'string', multiple: true },
    runs: { type: 'string', default: '5' },
    out: { type: 'string' },
    built: { type: 'string' },
    earlier: { type: 'string' },
  },
})
const names = values.job ?? Object.keys(JOBS)
const runs = Number(values.runs)
const built = values.built ?? BUILT
if (names.some((name) => !(name in JOBS)) || !Number.isInteger(runs) || runs < 1) {
  console.error(USAGE)
  process.exit(1)
}

/** @type {(() => Promise<void>)[]} */
const stops = []
const bench = makeBench()
try {
  await ensureTools(['nginx', 'njs', 'docker-registry', 'envsubst', 'chromium-headless-shell'])
  if (!values.built) await ensureBuild()
  const lines = []
  for (const name of names) {
    // A failed job doesn't prevent the others.
    const found = await JOBS[name]?.(bench).catch((/** @type {unknown} */ error) => {
      console.error(`${name} broke off: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = 1
      return []
    })
    lines.push(...(found ?? []))
    console.log(`${formatTable(found ?? [])}\n`)
  }
  if (names.length > 1) console.log(formatTable(lines))
  if (values.out) await writeFile(values.out, `${formatMarkdown(lines)}\n`)
} finally {
  for (const stop of stops.toReversed()) await stop()
}

/** @returns {Bench} */
function makeBench() {
  /** @type {Bench['keep']} */
  const keep = (started) => {
    stops.push(started.stop)
    return started
  }
  const makeKeptRoot = async (/** @type {string} */ built) => {
    const { root, remove } = await makeRoot(built)
    stops.push(remove)
    return root
  }
  const root = once(() => makeKeptRoot(built))
  const registry = once(async () => {
    const folder = await seedRegistry(join(PROJECT, '.homeport/bench'))
    return keep(await startRegistry({ folder })).origin
  })
  return {
    runs,
    built,
    keep,
    root,
    registry,
    sites: once(async () => {
      const upstream = await registry()
      const { origin } = keep(await startSite({ root: await root(), upstream }))
      if (!values.earlier) return { homeport: origin }
      const earlier = keep(await startSite({ root: await makeKeptRoot(values.earlier), upstream }))
      return { homeport: origin, earlier: earlier.origin }
    }),
    largeCatalog: once(async () => {
      const names = Array.from({ length: 100_000 }, (_, index) => repositoryName(index))
      const catalog = keep(await startCatalog(names))
      const site = keep(await startSite({ root: await root(), upstream: catalog.origin }))
      return { origin: site.origin, count: names.length }
    }),
  }
}

/**
 * @template T
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>}
 */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let made
  return () => (made ??= make())
}
