import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ProcessError, runProcess } from '../stack/process.mjs'

/** The project's folder. */
export const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** The folder with the built files. */
export const BUILT = join(PROJECT, 'dist')

/** The sources of the built files. */
const SOURCES = ['src', 'public', 'vite.config.ts', 'package-lock.json']

/**
 * Installs the npm packages of the lock file, unless that has been done since it changed.
 *
 * @throws {Error} one sentence, if npm fails
 */
export async function ensurePackages() {
  const installed = await changedAt(join(PROJECT, 'node_modules/.package-lock.json'))
  if (installed >= (await changedAt(join(PROJECT, 'package-lock.json')))) return
  console.log('Installing npm packages')
  await runNpm('The installation of npm packages', ['ci', '--no-audit', '--no-fund'])
}

/**
 * Builds the page, unless that has been done since a source changed.
 *
 * @throws {Error} one sentence, if the build fails
 */
export async function ensureBuild() {
  const built = await changedAt(join(BUILT, 'index.html'))
  const sources = await Promise.all(SOURCES.map((name) => changedAt(join(PROJECT, name))))
  if (built > Math.max(...sources)) return
  console.log('Building the page')
  await runNpm('The build', ['run', '--silent', 'build'])
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function runNpm(name, args) {
  try {
    await runProcess('npm', args, { name, cwd: PROJECT })
  } catch (error) {
    // Its last line alone doesn't say what is wrong.
    if (error instanceof ProcessError) console.error(error.output.trimEnd())
    throw error
  }
}

/**
 * When a file, or anything in a folder, was last changed.
 *
 * @param {string} path
 * @returns {Promise<number>} milliseconds since 1970; 0 if it doesn't exist
 */
async function changedAt(path) {
  const about = await stat(path).catch(() => undefined)
  if (!about) return 0
  if (!about.isDirectory()) return about.mtimeMs
  const names = await readdir(path)
  const times = await Promise.all(names.map((name) => changedAt(join(path, name))))
  return Math.max(about.mtimeMs, ...times)
}
