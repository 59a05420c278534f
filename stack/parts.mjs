import { mkdir, mkdtemp, rename, rm, access } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProcess } from './process.mjs'

/** Programs that Debian lacks, with the Go package each is installed from, or its folder here. */
const SOURCES = {
  'distribution-3.1.2': 'github.com/distribution/distribution/v3/cmd/registry@v3.1.2',
  'distribution-3.1.1': 'github.com/distribution/distribution/v3/cmd/registry@v3.1.1',
  'distribution-3.0.0': 'github.com/distribution/distribution/v3/cmd/registry@v3.0.0',
  gofakes3: 'github.com/johannesboyne/gofakes3/cmd/gofakes3@v1.2.0',
  ggcr: './ggcr',
}

/** @typedef {keyof typeof SOURCES} PartName */

export const PART_NAMES = /** @type {PartName[]} */ (Object.keys(SOURCES))

/** @type {Map<PartName, Promise<string | undefined>>} */
const asked = new Map()

/**
 * The path of a program that is built with `go install` on first use (about a minute) and kept in
 * `$HOMEPORT_PARTS`, else in `~/.cache/homeport/parts`.
 *
 * @param {PartName} name
 * @returns {Promise<string | undefined>} undefined if it isn't built yet and there is no Go
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
  // Built elsewhere and moved into place, so that nobody finds half a program.
  const aside = await mkdtemp(join(folder, '.build-'))
  try {
    await runProcess('go', ['install', isHere(name) ? '.' : SOURCES[name]], {
      name: `The build of ${name}`,
      env: { GOBIN: aside, GOFLAGS: '-buildvcs=false' },
      ...(isHere(name) && { cwd: fileURLToPath(new URL(SOURCES[name], import.meta.url)) }),
    })
    await rename(join(aside, programName(name)), program)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return program
}

/**
 * Whether the program's source is in this repository.
 *
 * @param {PartName} name
 */
function isHere(name) {
  return SOURCES[name].startsWith('./')
}

/**
 * What `go install` calls the program: the last part of its package's path.
 *
 * @param {PartName} name
 */
function programName(name) {
  return /([^/]+)@/.exec(SOURCES[name])?.[1] ?? name
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
