import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFaultProxy } from './faults.mjs'
import { goPart } from './parts.mjs'
import { runProcess, startProcess } from './process.mjs'
import { makeScratch } from './scratch.mjs'

/**
 * A registry's settings, which a restart can change.
 *
 * @typedef {object} RegistrySettings
 * @property {boolean} [deletion] `storage.delete.enabled`; on by default
 * @property {boolean} [readOnly] maintenance mode
 * @property {{ user: string, password: string } | undefined} [htpasswd] require this login (Basic)
 * @property {{ realm: string, service: string, issuer: string, rootcertbundle: string }} [token]
 *   require a token from this service (Bearer)
 * @property {number} [maxEntries] `catalog.maxentries`, the maximum of names per response
 * @property {boolean} [cache] cache blob descriptors in memory, like the official image
 * @property {boolean} [schema1] accept schema 1 manifests ('2.8.2' only)
 */

/**
 * '2.8.2' is Debian's docker-registry; the others are built with Go (`goPart`). '3.1.1-s3' stores
 * in an S3 service in memory, whose tag lists are incomplete. '3.1.2-pair' is two on one storage that
 * take turns. 'ggcr' is go-containerregistry's, which has the referrers API; it keeps everything in
 * memory, so it has no settings, no garbage collection, and loses everything in a restart.
 *
 * @typedef {'2.8.2' | '3.0.0' | '3.1.2' | '3.1.1-s3' | '3.1.2-pair' | 'ggcr'} RegistryKind
 */

/**
 * The `goPart`s that each kind runs. @type {Readonly<Record<RegistryKind, readonly
 * import('./parts.mjs').PartName[]>>}
 */
export const PARTS_OF = {
  '2.8.2': [],
  '3.0.0': ['distribution-3.0.0'],
  '3.1.2': ['distribution-3.1.2'],
  '3.1.1-s3': ['distribution-3.1.1', 'gofakes3'],
  '3.1.2-pair': ['distribution-3.1.2'],
  ggcr: ['ggcr'],
}

/**
 * @typedef {object} Registry
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {number} port
 * @property {string} folder its data, in `docker/registry/v2/…` (not with S3)
 * @property {() => Promise<void>} stop ends it, and removes the folder unless given by the caller
 * @property {() => Promise<void>} kill ends it at once, like a crash (SIGKILL); `restart` follows
 * @property {(changes?: RegistrySettings) => Promise<void>} restart restarts it on the
 *   same port with the same data, possibly with other settings
 * @property {(args?: readonly string[]) => Promise<string>} collect runs `garbage-collect`, with
 *   arguments such as `--delete-untagged`, and returns what it printed
 * @property {Promise<string>} ended resolves when the program first exits
 */

/**
 * Starts a real registry on 127.0.0.1, by default on a free port. Without `folder` its data is discarded
 * at the end, and kept in memory if there is room.
 *
 * @param {RegistrySettings & { kind?: RegistryKind, folder?: string, port?: number }} [options]
 * @returns {Promise<Registry>}
 * @throws {Error} one sentence, if the program is missing or doesn't start
 */
export async function startRegistry({ kind = '2.8.2', folder, port = 0, ...settings } = {}) {
  if (kind === '3.1.2-pair') return await startPair({ folder, ...settings })
  const program = await programOf(kind)
  const home = await makeScratch('homeport-registry-')
  const data = folder ?? join(home, 'data')
  await mkdir(data, { recursive: true })
  const s3 = kind === '3.1.1-s3' ? await startS3() : undefined
  const config = join(home, 'config.yml')

  /** @param {number} onPort */
  const start = async (onPort) => {
    const storage = s3 ? s3.storage : { filesystem: { rootdirectory: data } }
    const htpasswd = settings.htpasswd && (await writeHtpasswd(home, settings.htpasswd))
    await writeFile(config, configOf({ settings, storage, port: onPort, htpasswd }))
    const serve = kind === 'ggcr' ? ['-address', `127.0.0.1:${onPort}`] : ['serve', config]
    return await startProcess(program, serve, {
      name: `The registry ${kind}`,
      ready: /listening on 127\.0\.0\.1:(\d+)/,
      env: ENVIRONMENT,
    })
  }

  const remove = async () => {
    await s3?.stop()
    await rm(home, { recursive: true, force: true })
  }
  let running = await start(port).catch(async (/** @type {unknown} */ error) => {
    await remove()
    throw error
  })
  const ownPort = Number(running.ready?.[1])
  return {
    origin: `http://127.0.0.1:${ownPort}`,
    port: ownPort,
    folder: data,
    ended: running.ended,
    async stop() {
      await running.stop()
      await remove()
    },
    kill: () => running.stop('SIGKILL'),
    async restart(changes = {}) {
      await running.stop()
      Object.assign(settings, changes)
      running = await start(ownPort)
    },
    async collect(args = []) {
      if (kind === 'ggcr') return ''
      const { stdout, stderr } = await runProcess(program, ['garbage-collect', ...args, config], {
        env: ENVIRONMENT,
      })
      return stdout + stderr
    },
  }
}

/**
 * Two registries on one storage, and a proxy that alternates between them.
 *
 * @param {RegistrySettings & { folder?: string | undefined }} options
 * @returns {Promise<Registry>}
 */
async function startPair({ folder, ...settings }) {
  const first = await startRegistry({ kind: '3.1.2', ...(folder && { folder }), ...settings })
  const second = await startRegistry({ kind: '3.1.2', ...settings, folder: first.folder })
  const proxy = await startFaultProxy({ upstream: [first.origin, second.origin] })
  /** @param {(one: Registry) => Promise<void>} act */
  const both = async (act) => void (await Promise.all([first, second].map(act)))
  return {
    ...first,
    origin: proxy.origin,
    port: proxy.port,
    async stop() {
      await proxy.stop()
      await second.stop()
      await first.stop()
    },
    kill: () => both((one) => one.kill()),
    restart: (changes) => both((one) => one.restart(changes)),
  }
}

/**
 * distribution 3 doesn't look for a collector of traces, and Go collects its garbage later: a third less work per 10
 * MB.
 */
const ENVIRONMENT = { OTEL_TRACES_EXPORTER: 'none', GOGC: '400' }

/** @param {RegistryKind} kind */
async function programOf(kind) {
  const [part] = PARTS_OF[kind]
  if (!part) return 'docker-registry'
  const program = await goPart(part)
  if (!program) throw new Error(`The registry ${kind} is built with Go, and there is no Go here`)
  return program
}

/**
 * The configuration file as JSON, which is valid YAML.
 *
 * @param {{ settings: RegistrySettings, storage: object, port: number, htpasswd: string | undefined }} parts
 */
function configOf({ settings, storage, port, htpasswd }) {
  return JSON.stringify({
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: {
      ...storage,
      delete: { enabled: settings.deletion !== false },
      ...(settings.readOnly && { maintenance: { readonly: { enabled: true } } }),
      ...(settings.cache && { cache: { blobdescriptor: 'inmemory' } }),
    },
    http: { addr: `127.0.0.1:${port}`, secret: 'of-this-machine' },
    ...(htpasswd && { auth: { htpasswd: { realm: 'registry', path: htpasswd } } }),
    ...(settings.token && { auth: { token: settings.token } }),
    ...(settings.maxEntries && { catalog: { maxentries: settings.maxEntries } }),
    ...(settings.schema1 && { compatibility: { schema1: { enabled: true } } }),
    // Layers stored elsewhere may say where, as in registries of Windows images.
    validation: { manifests: { urls: { allow: ['^https?://'] } } },
  })
}

/**
 * @param {string} home
 * @param {{ user: string, password: string }} login
 */
async function writeHtpasswd(home, { user, password }) {
  // bcrypt, the only form that the registry supports; cost 5 keeps each request fast.
  const { stdout } = await runProcess('htpasswd', ['-niB', '-C', '5', user], { input: password })
  const path = join(home, 'htpasswd')
  await writeFile(path, stdout)
  return path
}

async function startS3() {
  const program = await goPart('gofakes3')
  if (!program) throw new Error('gofakes3 is built with Go, and there is no Go here')
  const args = ['-backend', 'memory', '-initialbucket', 'registry', '-host', '127.0.0.1:0']
  const s3 = await startProcess(program, args, { name: 'gofakes3', ready: /using port: (\d+)/ })
  const storage = {
    s3: {
      region: 'us-east-1',
      bucket: 'registry',
      regionendpoint: `http://127.0.0.1:${s3.ready?.[1]}`,
      forcepathstyle: true,
      secure: false,
      accesskey: 'any',
      secretkey: 'any',
    },
    redirect: { disable: true },
  }
  return { storage, stop: s3.stop }
}
