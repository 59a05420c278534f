import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumPath } from '../stack/chromium.mjs'
import { environmentFor, startNginx } from '../stack/nginx.mjs'
import { runProcess } from '../stack/process.mjs'
import { startRegistry } from '../stack/registry.mjs'
import { pushSamples } from '../stack/samples.mjs'
import { findBusybox } from '../stack/samples/rootfs.mjs'
import { BUILT, PROJECT, ensureBuild, ensurePackages } from './built.mjs'
import { endWith } from './ending.mjs'
import { ensureTools } from './tools.mjs'

/**
 * `npm run screenshots`: the README's pictures and its recording of a deletion with undo, made from the sample
 * content. Colours, sizes and content never change; the ages of images do.
 */

const FOLDER = join(PROJECT, 'docs', 'screenshots')
const TAGS = 'team/web/frontend'
/** The registry's name in the pictures, whatever its port. */
const HOST = 'registry.home'
const PORT = '5000'

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
        .getByText(/; frees (up to|no space)/)
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
        const page = await openPage(browser, { colorScheme, height: 800 })
        await page.goto(origin + path, { waitUntil: 'networkidle' })
        await prepare?.(page)
        await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) })
        await page.close()
      }
    }
    await recordDeletion(await openPage(browser, { colorScheme: 'light', height: 720 }), origin)
  } finally {
    await browser.close()
  }
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ colorScheme: 'light' | 'dark', height: number }} options
 */
async function openPage(browser, { colorScheme, height }) {
  const viewport = { width: 1280, height }
  const page = await browser.newPage({ colorScheme, viewport, reducedMotion: 'reduce' })
  await page.route('**/settings.js', async (route) => {
    // Its host is known to the browser alone.
    const { port } = new URL(route.request().url())
    const text = await (await fetch(`http://127.0.0.1:${port}/settings.js`)).text()
    const body = text.replace(/127\.0\.0\.1:\d+/, `${HOST}:${PORT}`)
    await route.fulfill({ contentType: 'text/javascript', body })
  })
  return page
}

/**
 * Deletes and restores three tags: an animation with a frame after each step.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} origin
 */
async function recordDeletion(page, origin) {
  const frames = await mkdtemp(join(tmpdir(), 'homeport-frames-'))
  /** @type {string[]} */
  const shown = []
  /** @param {number} seconds */
  const show = async (seconds) => {
    const path = join(frames, `${shown.length}.png`)
    await page.screenshot({ path })
    shown.push('-d', `${seconds * 1000}`, path)
  }
  /** @param {import('@playwright/test').Locator} target */
  const press = async (target) => {
    await target.hover()
    await show(0.6)
    await target.click()
  }
  try {
    const tags = page.getByRole('table', { name: 'Tags' })
    const dialog = page.getByRole('dialog')
    await page.goto(`${origin}/repository/${TAGS}`, { waitUntil: 'networkidle' })
    await show(1.5)
    for (const tag of ['latest', '3.0.3', '3.0.2']) {
      await tags.getByRole('checkbox', { name: `Select ${tag}`, exact: true }).check()
      await show(0.6)
    }
    const selection = page.getByRole('region', { name: 'Selection' })
    await press(selection.getByRole('button', { name: /^Delete/ }))
    await dialog
      .getByText(/frees|can be freed/i)
      .first()
      .waitFor()
    await show(4)
    await press(dialog.getByRole('button', { name: /^Delete 3 tags/ }))
    await dialog.getByText(/Verified/).waitFor()
    await show(3)
    await press(dialog.getByRole('button', { name: /^Undo/ }))
    await dialog.getByText(/tags restored/).waitFor()
    await show(3)
    await press(dialog.getByRole('button', { name: 'Close' }))
    await tags.getByRole('checkbox', { name: 'Select latest', exact: true }).waitFor()
    await show(3)
    const out = join(FOLDER, 'delete-and-undo.webp')
    await runProcess('img2webp', [
      '-loop',
      '0',
      '-lossy',
      '-q',
      '70',
      '-m',
      '6',
      ...shown,
      '-o',
      out,
    ])
  } finally {
    await rm(frames, { recursive: true, force: true })
    await page.close()
  }
}

try {
  await ensureTools([
    'nginx',
    'njs',
    'envsubst',
    'docker-registry',
    'chromium-headless-shell',
    'img2webp',
  ])
  await ensurePackages()
  await ensureBuild()
  await mkdir(FOLDER, { recursive: true })
  const registry = await startRegistry()
  try {
    await pushSamples(registry.origin, await findBusybox(join(registry.folder, 'busybox')))
    const nginx = await startNginx({
      environment: {
        ...environmentFor(registry.origin),
        ENV_REGISTRY_PROXY_FQDN: HOST,
        ENV_REGISTRY_PROXY_PORT: PORT,
      },
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
