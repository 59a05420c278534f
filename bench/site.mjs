import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { MANY_TAGS } from './seed.mjs'
import { environmentFor, startNginx } from '../stack/nginx.mjs'

/** What the bare pages request, below `/v2/`. */
const PRELOADED = {
  repositories: '_catalog?n=100',
  tags: `${MANY_TAGS}/tags/list`,
}

const HERE = fileURLToPath(new URL('.', import.meta.url))

/**
 * @typedef {object} Site
 * @property {string} origin plain http on a name other than localhost, as in real use
 * @property {() => Promise<void>} stop
 */

/**
 * A folder with the product's files, the floor page and the bare React page next to each other.
 *
 * @param {string} built the product's built files
 * @returns {Promise<{ root: string, remove: () => Promise<void> }>}
 */
export async function makeRoot(built) {
  const root = await mkdtemp(join(tmpdir(), 'homeport-bench-'))
  await cp(built, root, { recursive: true })
  await cp(join(HERE, 'floor'), root, { recursive: true })
  const bare = join(HERE, 'bare')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: bare,
    base: '/',
    plugins: [react()],
    build: {
      outDir: root,
      emptyOutDir: false,
      target: 'es2023',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: join(bare, 'bare.html'),
        output: {
          entryFileNames: 'assets/bare-[hash].js',
          chunkFileNames: 'assets/bare-[hash].js',
        },
      },
    },
  })
  // What nginx does for the product with a header.
  const page = await readFile(join(root, 'bare.html'), 'utf8')
  for (const [name, path] of Object.entries(PRELOADED)) {
    await writeFile(join(root, `bare-${name}.html`), page.replace('PRELOADED', path))
  }
  await compress(join(root, 'assets'))
  return { root, remove: () => rm(root, { recursive: true, force: true }) }
}

/** Everything is served compressed, whoever built it. @param {string} folder */
async function compress(folder) {
  const names = await readdir(folder)
  for (const name of names) {
    if (!/\.(?:js|css)$/.test(name) || names.includes(`${name}.gz`)) continue
    await writeFile(join(folder, `${name}.gz`), gzipSync(await readFile(join(folder, name))))
  }
}

/**
 * The product's nginx in front of a registry or its replacement.
 *
 * @param {{ root: string, upstream: string }} options `upstream` is an origin
 * @returns {Promise<Site>}
 */
export async function startSite({ root, upstream }) {
  const nginx = await startNginx({ environment: environmentFor(upstream), root })
  return { origin: `http://homeport.test:${nginx.port}`, stop: nginx.stop }
}
