import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { goPart, PART_NAMES } from '../stack/parts.mjs'
import { runProcess } from '../stack/process.mjs'
import { ensurePackages } from './built.mjs'
import { endWith } from './ending.mjs'
import { countPlaywright, countVitest, summarize } from './reports.mjs'
import { endOf, endSteps, runScript } from './step.mjs'
import { ensureTools } from './tools.mjs'

/**
 * `npm test`: all checks in one run. A failed step doesn't stop the others. The last line is "N passed, N failed"; a
 * tool that isn't a test runner counts as one. Skips are listed before it; REQUIRE=go,docker turns skips for lack of
 * these programs into failures.
 */

/** @typedef {import('./step.mjs').StepResult} StepResult */
/** @typedef {import('./reports.mjs').Counts} Counts */

const NOTHING = { passed: 0, failed: [], skipped: [] }

/**
 * A step that passes when its tool does.
 *
 * @param {string} script
 */
function tool(script) {
  return timed(script, async () => {
    const { code, output } = await runScript(script)
    if (code === 0) return { ...NOTHING, passed: 1 }
    return {
      ...NOTHING,
      failed: [{ test: script, message: `${endOf(output)}\n(ended with ${code})` }],
    }
  })
}

/**
 * A step whose tests are counted from its runner's report.
 *
 * @template Report
 * @param {string} script
 * @param {(report: Report) => Counts} count
 * @param {(path: string) => { args?: readonly string[], env?: Record<string, string> }} options
 *   to make the runner write its report to `path`
 */
function runner(script, count, options) {
  return timed(script, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'homeport-report-'))
    try {
      const path = join(folder, 'report.json')
      const { code, output } = await runScript(script, options(path))
      const text = await readFile(path, 'utf8').catch(() => '')
      const { passed, failed, skipped } = text ? count(JSON.parse(text)) : NOTHING
      // Failures outside tests are only in the runner's output.
      const told = failed.map((one) => (one.message ? one : { ...one, message: endOf(output) }))
      const counts = { passed, failed: told, skipped }
      // A runner that crashed, ran nothing or complained about something else hasn't passed.
      const isEmpty = passed + failed.length + skipped.length === 0
      if (failed.length > 0 || (code === 0 && !isEmpty)) return counts
      const message = `${endOf(output)}\n(ended with ${code}${isEmpty ? ' and reported no test' : ''})`
      return { ...counts, failed: [{ test: script, message }] }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** @param {string} script */
const vitest = (script) =>
  runner(script, countVitest, (path) => ({
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
  }))

const browserTests = () =>
  runner('e2e', countPlaywright, (path) => ({
    args: ['--reporter=line,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path },
  }))

/** Builds the registries that Debian lacks before the tests need them, so that no test has to wait for it. */
const parts = () =>
  timed('parts', async () => {
    for (const name of PART_NAMES) {
      try {
        await goPart(name)
      } catch (error) {
        return { ...NOTHING, failed: [{ test: `build of ${name}`, message: String(error) }] }
      }
    }
    return NOTHING
  })

async function docker() {
  const answers = await runProcess('docker', ['info']).then(
    () => true,
    () => false,
  )
  if (answers) return await vitest('docker')
  const skipped = [{ test: 'docker: image and compose stack', needs: 'docker' }]
  return await timed('docker', async () => ({ ...NOTHING, skipped }))
}

/**
 * Runs a step and prints its result.
 *
 * @param {string} name
 * @param {() => Promise<Counts>} run
 * @returns {Promise<StepResult>}
 */
async function timed(name, run) {
  const start = performance.now()
  const counts = await run().catch((/** @type {unknown} */ error) => ({
    ...NOTHING,
    failed: [{ test: name, message: String(error) }],
  }))
  const seconds = (performance.now() - start) / 1000
  const { passed, failed, skipped } = counts
  const parts = [`${passed} passed`, `${failed.length} failed`, `${skipped.length} skipped`]
  console.log(`${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s   ${parts.join(', ')}`)
  // Reported at once, not only at the end of a long run.
  for (const { test } of failed) console.log(`  failed: ${test}`)
  return { name, ...counts, seconds }
}

/**
 * Runs one step after the other.
 *
 * @param {readonly (() => Promise<StepResult>)[]} steps
 */
async function inTurn(steps) {
  const results = []
  for (const step of steps) results.push(await step())
  return results
}

/** Two lanes, one per core, as long as there is work for two; the browsers take both. */
async function runAll() {
  const checks = [
    () => tool('types'),
    () => tool('lint'),
    () => tool('format:check'),
    () => tool('deadcode'),
    () => vitest('unit'),
  ]
  const builds = [() => tool('build'), () => tool('size'), parts]
  const early = await Promise.all([inTurn(checks), inTurn(builds)])
  const late = await Promise.all([vitest('registries'), docker()])
  return [...early.flat(), ...late, await browserTests()]
}

function requiredPrograms() {
  return new Set((process.env['REQUIRE'] ?? '').toLowerCase().match(/[^\s,]+/g))
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    endSteps()
    process.exit(1)
  })
}
try {
  await ensureTools([
    'nginx',
    'njs',
    'envsubst',
    'docker-registry',
    'htpasswd',
    'chromium-headless-shell',
    'skopeo',
    'openssl',
  ])
  await ensurePackages()
  const { text, isWell } = summarize(await runAll(), requiredPrograms())
  console.log(`\n${text}`)
  process.exitCode = isWell ? 0 : 1
} catch (error) {
  endWith(error)
}
