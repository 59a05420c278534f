import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { runProcess } from '../stack/process.mjs'

/** Debian's package for each program that Homeport runs, and for nginx's module. */
const PACKAGES = {
  nginx: 'nginx',
  njs: 'libnginx-mod-http-js',
  'docker-registry': 'docker-registry',
  envsubst: 'gettext-base',
  htpasswd: 'apache2-utils',
  'chromium-headless-shell': 'chromium-headless-shell',
  skopeo: 'skopeo',
  img2webp: 'webp',
  openssl: 'openssl',
}

/** Where Debian has nginx's njs module, and homeport.envsh expects it. */
const NJS = '/usr/lib/nginx/modules/ngx_http_js_module.so'

/** @typedef {keyof typeof PACKAGES} Tool */

/**
 * Makes sure that these tools exist: installs Debian's packages if permitted.
 *
 * @param {readonly Tool[]} tools
 * @throws {Error} one sentence with what is missing, if it can't be installed
 */
export async function ensureTools(tools) {
  // Debian has nginx where only root looks for programs.
  process.env['PATH'] = [process.env['PATH'], '/usr/sbin', '/sbin'].join(delimiter)
  const missing = await missingOf(tools)
  if (missing.length === 0) return
  const packages = missing.map((tool) => PACKAGES[tool])
  const asRoot = await rootCommand()
  if (!asRoot || !(await isInstalled('apt-get'))) {
    throw new Error(
      `${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} missing: install ` +
        `${listOf(packages)}, or run Homeport in containers with: docker compose up -d`,
    )
  }
  console.log(`Installing ${listOf(packages)} (Debian)`)
  const [command = 'sh', ...args] = [...asRoot, 'sh', '-ec', INSTALL, 'sh', ...packages]
  await runProcess(command, args, { name: `Installing ${listOf(packages)}` })
  const still = await missingOf(tools)
  if (still.length > 0) throw new Error(`${listOf(still)} cannot be found after the installation`)
}

/**
 * nginx and docker-registry are installed as services. Homeport runs its own, so these are neither started nor
 * enabled: ports 80 and 5000 stay free.
 */
const INSTALL = `
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\\nexit 101\\n' >$policy
  chmod +x $policy
fi
apt-get update -q || true
apt-get install -qy --no-install-recommends "$@"
if command -v systemctl >/dev/null; then
  for service; do systemctl disable "$service" >/dev/null 2>&1 || true; done
fi
`

/**
 * How to run a command as root.
 *
 * @returns {Promise<string[] | undefined>} what precedes the command; undefined if it needs a password
 */
async function rootCommand() {
  if (process.getuid?.() === 0) return []
  try {
    await runProcess('sudo', ['-n', 'true'])
    return ['sudo', '-n']
  } catch {
    return undefined
  }
}

/** @param {readonly Tool[]} tools */
async function missingOf(tools) {
  const found = await Promise.all(tools.map(isInstalled))
  return tools.filter((_, index) => !found[index])
}

/** @param {string} tool */
async function isInstalled(tool) {
  if (tool === 'njs') return await exists(NJS, constants.R_OK)
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = await Promise.all(
    folders.map((folder) => exists(join(folder, tool), constants.X_OK)),
  )
  return found.includes(true)
}

/**
 * @param {string} path
 * @param {number} mode
 */
async function exists(path, mode) {
  return await access(path, mode).then(
    () => true,
    () => false,
  )
}

/** @param {readonly string[]} words */
function listOf(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
