import { access, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { environmentFor, startNginx } from '../stack/nginx.mjs'
import { isPortFree } from '../stack/ports.mjs'
import { startRegistry } from '../stack/registry.mjs'
import { pushSamples } from '../stack/samples.mjs'
import { findBusybox } from '../stack/samples/rootfs.mjs'
import { PROJECT } from './built.mjs'

/** What `npm start` keeps between runs: `.homeport`, or the folder in HOMEPORT_DATA; not in git. */
const KEPT = resolve(PROJECT, process.env['HOMEPORT_DATA'] || '.homeport')

/** The port of `npm start` and `npm run dev`, unless HOMEPORT_PORT is set. */
const PORT = 5080

/** The usual port of a registry. */
const REGISTRY_PORT = 5000

/**
 * Homeport on this machine: nginx in front of a registry.
 *
 * @typedef {object} LocalHomeport
 * @property {string} origin of nginx
 * @property {string} about the registry, as part of a sentence
 * @property {Promise<string>} failed resolves with a sentence if a part ends by itself
 * @property {() => Promise<void>} stop
 */

/**
 * The port to serve on, which must be free.
 *
 * @throws {Error} one sentence, if it is in use or isn't a port
 */
export async function wantedPort() {
  const wanted = process.env['HOMEPORT_PORT'] || String(PORT)
  const port = Number(wanted)
  if (!/^\d+$/.test(wanted) || port < 1 || port > 65_535) {
    throw new Error(`HOMEPORT_PORT must be a port from 1 to 65535, not '${wanted}'`)
  }
  if (!(await isPortFree(port))) {
    throw new Error(
      `Port ${port} is taken: stop what listens there, or choose another with HOMEPORT_PORT=${port + 1}`,
    )
  }
  return port
}

/**
 * Starts nginx in front of the registry in ENV_DOCKER_REGISTRY_HOST; without it, in front of a registry
 * of its own, which keeps its data and is filled with sample content the first time. There, and
 * only there, writing is on unless ENV_MODE_BROWSE_ONLY says otherwise.
 *
 * @param {{ root: string, port?: number }} options `root` is the folder that nginx serves
 * @returns {Promise<LocalHomeport>}
 * @throws {Error} one sentence, if a part doesn't start
 */
export async function startLocal({ root, port }) {
  const given = Object.entries(process.env).filter(([name]) => /^(ENV|HOMEPORT)_/.test(name))
  /** @type {Record<string, string>} */
  const environment = {}
  for (const [name, value] of given) if (value) environment[name] = value
  const registry = environment['ENV_DOCKER_REGISTRY_HOST'] ? undefined : await startOwnRegistry()
  if (registry) {
    const { ENV_MODE_BROWSE_ONLY: chosen } = environment
    Object.assign(environment, environmentFor(registry.origin), {
      ...(chosen && { ENV_MODE_BROWSE_ONLY: chosen }),
      ENV_DOCKER_REGISTRY_HOST: 'localhost',
    })
    delete environment['ENV_DOCKER_REGISTRY_USE_SSL']
  }
  try {
    const version = await ownVersion()
    const nginx = await startNginx({ environment, root, version, ...(port && { port }) })
    return {
      origin: nginx.origin,
      about: registry
        ? `a registry of its own at localhost:${registry.port}, kept in ${shortPath(registry.folder)}`
        : `the registry at ${environment['ENV_DOCKER_REGISTRY_HOST']}`,
      failed: Promise.race([
        nginx.ended.then((how) => `nginx ended unexpectedly (${how}), so Homeport stopped.`),
        ...(registry
          ? [
              registry.ended.then(
                (how) => `The registry ended unexpectedly (${how}), so Homeport stopped.`,
              ),
            ]
          : []),
      ]),
      async stop() {
        await Promise.all([nginx.stop(), registry?.stop()])
      },
    }
  } catch (error) {
    await registry?.stop()
    throw error
  }
}

/**
 * A folder relative to the project.
 *
 * @param {string} folder
 */
function shortPath(folder) {
  const path = relative(PROJECT, folder)
  return path.startsWith('..') ? folder : path
}

async function startOwnRegistry() {
  const folder = join(KEPT, 'registry')
  const port = (await isPortFree(REGISTRY_PORT)) ? REGISTRY_PORT : 0
  const registry = await startRegistry({ folder, port })
  const marker = join(folder, 'filled-with-samples')
  try {
    if (
      !(await access(marker).then(
        () => true,
        () => false,
      ))
    ) {
      console.log('Filling the registry with sample content')
      await pushSamples(registry.origin, await findBusybox(join(KEPT, 'busybox')))
      await writeFile(marker, 'Without this file the next start pushes the sample content again.\n')
    }
    return registry
  } catch (error) {
    await registry.stop()
    throw error
  }
}

/** @returns {Promise<string>} */
async function ownVersion() {
  return JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')).version
}
