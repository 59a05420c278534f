import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './ports.mjs'
import { runProcess, startProcess } from './process.mjs'

const TEMPLATE = fileURLToPath(new URL('../nginx.conf', import.meta.url))
const SCRIPTS = fileURLToPath(new URL('../nginx', import.meta.url))
const CHECKS = fileURLToPath(new URL('../deploy/container/homeport.envsh', import.meta.url))

/**
 * @typedef {object} Nginx
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {number} port
 * @property {() => string} output its error log so far
 * @property {Promise<string>} ended resolves when it has exited, with how
 * @property {() => Promise<void>} stop
 */

/**
 * Starts nginx on 127.0.0.1 with the product's own nginx.conf, checked and filled in as in the
 * container.
 *
 * @param {{ environment: Record<string, string>, root: string, port?: number, version?: string }} options
 *   `environment` holds the `ENV_` variables, none is taken from this process; `root` is the folder
 *   with the built files; without `port` a free one is taken
 * @returns {Promise<Nginx>}
 * @throws {Error} one sentence: what is wrong with the environment, or why nginx doesn't start
 */
export async function startNginx({ environment, root, port, version = '0.1.0' }) {
  const home = await mkdtemp(join(tmpdir(), 'homeport-nginx-'))
  try {
    return await start({ environment, root, port: port ?? (await freePort()), version, home })
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    const wasTaken = error instanceof Error && error.message.includes('could not bind')
    if (port === undefined && wasTaken) return await startNginx({ environment, root, version })
    throw error
  }
}

/**
 * The container's variables for a registry on this machine, writing allowed.
 *
 * @param {string} origin `http://HOST:PORT`
 * @returns {Record<string, string>}
 */
export function environmentFor(origin) {
  const { hostname, port } = new URL(origin)
  return {
    ENV_DOCKER_REGISTRY_HOST: hostname,
    ENV_DOCKER_REGISTRY_PORT: port,
    ENV_MODE_BROWSE_ONLY: 'false',
  }
}

/**
 * @param {{ environment: Record<string, string>, root: string, port: number, version: string, home: string }} options
 * @returns {Promise<Nginx>}
 */
async function start({ environment, root, port, version, home }) {
  const pidFile = join(home, 'nginx.pid')
  const config = join(home, 'nginx.conf')
  const rendered = await render({
    ...environment,
    HOMEPORT_ROOT: root,
    HOMEPORT_SCRIPTS: SCRIPTS,
    HOMEPORT_LISTEN: `127.0.0.1:${port}`,
    HOMEPORT_PID: pidFile,
    HOMEPORT_TEMP: home,
    HOMEPORT_ERROR_LOG: 'stderr',
    HOMEPORT_ACCESS_LOG: 'off',
    // Workers of another account couldn't read a clone in a private home folder.
    HOMEPORT_USER: userInfo().username,
    HOMEPORT_VERSION: version,
  })
  await writeFile(config, rendered)
  // The error log until the configuration is read, and no daemon: it ends with its parent.
  const args = ['-c', config, '-e', 'stderr', '-g', 'daemon off;']
  // nginx writes the file once its ports are open, not before.
  const ready = () =>
    readFile(pidFile, 'utf8').then(
      (pid) => pid !== '',
      () => false,
    )
  const nginx = await startProcess('nginx', args, { ready })
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    output: nginx.output,
    ended: nginx.ended,
    async stop() {
      await nginx.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/**
 * The configuration for this environment.
 *
 * @param {Record<string, string>} environment
 */
async function render(environment) {
  const names = new Set((await readFile(TEMPLATE, 'utf8')).match(/\$\{HOMEPORT_\w+\}/g))
  const script = '. "$1" && exec envsubst "$2" <"$3"'
  const args = ['-ec', script, 'sh', CHECKS, [...names].join(' '), TEMPLATE]
  const result = await runProcess('sh', args, {
    name: 'The check of the settings',
    env: { ...withoutOwnVariables(), ...environment },
  })
  return result.stdout
}

/** This process's environment without Homeport's variables. */
function withoutOwnVariables() {
  const names = Object.keys(process.env).filter((name) => /^(ENV|HOMEPORT)_/.test(name))
  return Object.fromEntries(names.map((name) => [name, undefined]))
}
