import { mkdir, mkdtemp, rename, rm, access } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { runProcess } from './process.mjs'

/** Programs that Debian does not have, by the Go package each is installed from. */
const PACKAGES = {
  'distribution-3.1.2': 'github.com/distribution/distribution/v3/cmd/registry@v3.1.2',
  'distribution-3.1.1': 'github.com/distribution/distribution/v3/cmd/registry@v3.1.1',
  gofakes3: 'github.com/johannesboyne/gofakes3/cmd/gofakes3@v1.2.0',
}

/** @typedef {keyof typeof PACKAGES} PartName */

export const PART_NAMES = /** @type {PartName[]} */ (Object.keys(PACKAGES))

/** @type {Map<PartName, Promise<string | undefined>>} */
const asked = new Map()

/**
 * The path of a program that is built with `go install` on first use (about a minute) and kept in
 * `$HOMEPORT_PARTS`, else in `~/.cache/homeport/parts`.
 *
 * @param {PartName} name
 * @returns {Promise<string | undefined>} undefined where it is not built yet and there is no Go
 * @throws {Error} when the build fails
 */
export function goPart(name) {
  let part = asked.get(name)
  if (!part) asked.set(name, (part = findOrBuild(name)))
  return part
}

/** @param {PartName} name */
async function findOrBuild(name) {
  const folder = process.env['HOMEPORT_PARTS'] ?? join(homedir(), '.cache/homeport/parts')
  const program = join(folder, name)
  if (await exists(program)) return program
  if (!(await hasGo())) return undefined
  await mkdir(folder, { recursive: true })
  // Built aside and moved into place, so that nobody finds half a program.
  const aside = await mkdtemp(join(folder, '.build-'))
  try {
    await runProcess('go', ['install', PACKAGES[name]], {
      name: `The build of ${name}`,
      env: { GOBIN: aside, GOFLAGS: '-buildvcs=false' },
    })
    await rename(join(aside, programName(name)), program)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return program
}

/**
 * What `go install` calls the program: the last part of its package's path.
 *
 * @param {PartName} name
 */
function programName(name) {
  return /([^/]+)@/.exec(PACKAGES[name])?.[1] ?? name
}

async function hasGo() {
  try {
    await runProcess('go', ['version'])
    return true
  } catch {
    return false
  }
}

/** @param {string} path */
async function exists(path) {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
