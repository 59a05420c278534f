import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumPath } from '../stack/chromium.mjs'
import { environmentFor, startNginx } from '../stack/nginx.mjs'
import { startRegistry } from '../stack/registry.mjs'
import { pushSamples } from '../stack/samples.mjs'
import { findBusybox } from '../stack/samples/rootfs.mjs'
import { BUILT, PROJECT, ensureBuild, ensurePackages } from './built.mjs'
import { endWith } from './ending.mjs'
import { ensureTools } from './tools.mjs'

/**
 * `npm run screenshots`: the README's pictures, from the sample content. Colours, sizes and content are the
 * same each time; ages of images grow.
 */

const FOLDER = join(PROJECT, 'docs', 'screenshots')
const TAGS = 'team/web/frontend'

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {string} path
 * @property {(page: import('@playwright/test').Page) => Promise<void>} [prepare]
 */

/** @type {readonly Picture[]} */
const PICTURES = [
  { name: 'repositories', path: '/?view=tree' },
  { name: 'tags', path: `/repository/${TAGS}` },
  {
    name: 'cleanup',
    path: `/repository/${TAGS}?view=cleanup&keep=stable&tags=.release&newest=2&by=version&per=minor`,
    async prepare(page) {
      await page.getByRole('table', { name: 'Preview' }).waitFor()
    },
  },
  { name: 'image', path: '/image/platform/build/images/base:latest' },
  {
    name: 'delete',
    path: `/repository/${TAGS}`,
    async prepare(page) {
      const boxes = page.getByRole('table', { name: 'Tags' }).getByRole('checkbox')
      await boxes.nth(1).check()
      await page
        .getByRole('region', { name: 'Selection' })
        .getByRole('button', { name: 'Delete…' })
        .click()
      // The space is counted last.
      await page
        .getByRole('dialog')
        .getByText(/can be freed|Frees no space/)
        .waitFor()
    },
  },
]

/** @param {string} origin */
async function takePictures(origin) {
  const browser = await chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: ['--disable-gpu', '--host-resolver-rules=MAP registry.home 127.0.0.1'],
  })
  try {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      for (const { name, path, prepare } of PICTURES) {
        const page = await browser.newPage({
          colorScheme,
          viewport: { width: 1280, height: 800 },
          reducedMotion: 'reduce',
        })
        await page.goto(origin + path, { waitUntil: 'networkidle' })
        await prepare?.(page)
        await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) })
        await page.close()
      }
    }
  } finally {
    await browser.close()
  }
}

try {
  await ensureTools(['nginx', 'njs', 'envsubst', 'docker-registry', 'chromium-headless-shell'])
  await ensurePackages()
  await ensureBuild()
  await mkdir(FOLDER, { recursive: true })
  const registry = await startRegistry()
  try {
    await pushSamples(registry.origin, await findBusybox(join(registry.folder, 'busybox')))
    const nginx = await startNginx({
      environment: { ...environmentFor(registry.origin), ENV_REGISTRY_PROXY_FQDN: 'registry.home' },
      root: BUILT,
    })
    try {
      await takePictures(`http://registry.home:${nginx.port}`)
    } finally {
      await nginx.stop()
    }
  } finally {
    await registry.stop()
  }
  console.log('Pictures are in docs/screenshots')
} catch (error) {
  endWith(error)
}
