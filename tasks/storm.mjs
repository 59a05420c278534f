import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { goPart } from '../stack/parts.mjs'
import { PROJECT, ensureBuild, ensurePackages } from './built.mjs'
import { endWith } from './ending.mjs'
import { countPlaywright, listAnnotations } from './reports.mjs'
import { ensureTools } from './tools.mjs'
import { numberFrom } from './variables.mjs'

/**
 * `npm run storm`: deletes on the page, in a browser, while other clients push and move tags, a second browser
 * deletes, connections break, the registry is killed and the page is closed; then everything is restored. Judged
 * only by the registry's API. RUNS (default: 50) says how many, SEED which; RUN selects a single one. Failures are
 * printed with the command that reproduces them. The last line has the counts.
 */

/** The only file, as a regular expression. */
const STORMS = String.raw`e2e/storm/storm\.e2e\.ts$`

/** @param {Record<string, string>} env */
async function runBrowser(env) {
  const args = ['run', '--silent', 'e2e', '--', STORMS, '--reporter=list,json']
  const child = spawn('npm', args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  await once(child, 'close')
}

/** @param {readonly string[]} texts */
function tally(texts) {
  const counts = new Map()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, count]) => `${count} × ${text}`).join(', ')
}

/**
 * @param {string} folder for the report
 * @returns {Promise<boolean>} whether all of it went well
 */
async function run(folder) {
  const runs = numberFrom('RUNS') ?? 50
  const seed = numberFrom('SEED') ?? Math.floor(Math.random() * 1_000_000)
  console.log(`seed ${seed}`)
  await ensureTools(['nginx', 'envsubst', 'docker-registry', 'chromium-headless-shell'])
  await ensurePackages()
  await ensureBuild()
  if (!(await goPart('distribution-3.1.2'))) console.log('3.1.2 is left out: there is no Go here')
  const path = join(folder, 'report.json')
  await runBrowser({ RUNS: `${runs}`, SEED: `${seed}`, PLAYWRIGHT_JSON_OUTPUT_FILE: path })
  const report = JSON.parse(await readFile(path, 'utf8'))
  const { passed, failed } = countPlaywright(report)
  console.log(`Struck: ${tally(listAnnotations(report, 'strike'))}`)
  const races = tally(listAnnotations(report, 'race'))
  console.log(`Lost as docs/deletion.md says may happen: ${races || 'nothing'}`)
  console.log(`${passed} passed, ${failed.length} failed`)
  return failed.length === 0 && passed > 0
}

const folder = await mkdtemp(join(tmpdir(), 'homeport-storm-'))
try {
  const isWell = await run(folder).finally(() => rm(folder, { recursive: true, force: true }))
  process.exitCode = isWell ? 0 : 1
} catch (error) {
  endWith(error)
}
