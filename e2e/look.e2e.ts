import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator, Page } from '@playwright/test'
import {
  attachArtifact,
  pushAttestation,
  pushCosignSignature,
  pushImage,
  pushIndex,
  tagManifest,
} from '../stack/content.mjs'
import { loseManifest } from './broken.ts'
import type { Site } from './test.ts'
import { expect, test as base } from './watched.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const LONG = `${'long-name/'.repeat(12)}${'without-a-break'.replaceAll('-', '').repeat(6)}/the-last-part`

/**
 * Content for every state of the pages: an index with all kinds of attachments, a broken tag, names of every length.
 */
async function fill({ registry }: Pick<Site, 'registry'>): Promise<void> {
  const place = { origin: registry.origin, repository: 'library/alpine' }
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
  ]
  const config = {
    created: '2025-06-01T00:00:00Z',
    config: {
      Env: ['PATH=/usr/bin', `LONG=${'x'.repeat(400)}`],
      Cmd: ['/bin/sh'],
      Labels: { 'org.opencontainers.image.source': 'https://example.test/alpine' },
    },
  }
  const children = []
  for (const platform of platforms) {
    children.push(await pushImage({ ...place, content: platform.architecture, platform, config }))
  }
  const first = children[0]!
  const attestation = await pushAttestation({ ...place, image: first.descriptor })
  const manifests = [...children, attestation].map(({ descriptor }) => descriptor)
  const index = await pushIndex({ ...place, tag: '3.22', manifests })
  await tagManifest({ ...place, reference: '3.22', tag: 'latest' })
  await pushCosignSignature({ ...place, image: index })
  await attachArtifact({
    ...place,
    subject: index.descriptor,
    artifactType: 'application/spdx+json',
  })
  await pushImage({ ...place, tag: 'single', config })
  await pushImage({ ...place, tag: 'x'.repeat(128) })
  const { digest } = await pushImage({ ...place, tag: 'broken' })
  await loseManifest({ ...place, registry, digest })
  await pushImage({ ...place, repository: LONG, tag: '1.0' })
}

/** The worker's registry, filled. */
const test = base.extend<object, { filled: void }>({
  filled: [
    async ({ registry }, provide) => {
      await fill({ registry })
      await provide()
    },
    { scope: 'worker', auto: true },
  ],
})

type State = {
  readonly name: string
  readonly path: string
  /** What is visible once the state is reached. */
  readonly ready: (page: Page) => Locator
  /** What to do first. */
  readonly act?: (page: Page) => Promise<void>
}

const TAGS = '/repository/library/alpine'
const tagsReady = (page: Page) =>
  page
    .getByRole('row')
    .filter({ hasText: '3.22' })
    .getByTitle(/total \(compressed\)/)
    .first()

/** Every page, and everything that can be open on it. */
const STATES: readonly State[] = [
  {
    name: 'repositories',
    path: '/',
    ready: (page) => page.getByRole('row').filter({ hasText: 'alpine' }).getByText(/\d/).first(),
  },
  {
    name: 'the tree of repositories',
    path: '/?view=tree',
    ready: (page) => page.getByRole('link', { name: LONG }),
  },
  {
    name: 'a search without a result',
    path: '/?q=nothing',
    ready: (page) => page.getByText('No repository matches'),
  },
  {
    name: 'suggestions',
    path: '/',
    ready: (page) => page.getByRole('option').first(),
    act: async (page) => {
      await page.getByRole('combobox', { name: /^Go to a repository/ }).fill('alp')
    },
  },
  {
    name: 'the keyboard shortcuts',
    path: '/',
    ready: (page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' }),
    act: async (page) => {
      const row = page.getByRole('row').filter({ hasText: 'alpine' })
      await expect(row.getByText(/\d B/).filter({ visible: true })).toBeVisible()
      await page.keyboard.press('?')
    },
  },
  {
    name: 'tags, some selected, attachments unfolded',
    path: TAGS,
    ready: (page) => page.getByText('2 tags selected'),
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Select latest' }).check()
      await page.getByRole('checkbox', { name: 'Select 3.22' }).check()
      await page.getByRole('button', { name: '2 attachments of latest' }).click()
    },
  },
  {
    name: 'the copy menu',
    path: TAGS,
    ready: (page) => page.getByRole('menuitem', { name: /^Pull by digest docker/ }),
    act: async (page) => {
      await expect(tagsReady(page)).toBeVisible()
      await page.getByRole('button', { name: 'Copy 3.22…' }).click()
    },
  },
  {
    name: 'the dialog that deletes',
    path: TAGS,
    ready: (page) => page.getByRole('dialog').getByRole('button', { name: /^Delete/ }),
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Select latest' }).check()
      await page.getByRole('checkbox', { name: 'Select single' }).check()
      await page.getByRole('button', { name: /^Delete/ }).click()
    },
  },
  {
    name: 'the dialog that adds a tag',
    path: TAGS,
    ready: (page) => page.getByText(/^latest already exists/),
    act: (page) => typeTag(page, 'latest'),
  },
  {
    name: 'nothing deleted',
    path: '/deleted',
    ready: (page) => page.getByText(/^Nothing has been deleted/),
  },
  {
    name: 'what was restored',
    path: TAGS,
    ready: (page) => page.getByText('another deleted again'),
    act: addAndUndo,
  },
  {
    name: 'what was deleted',
    path: TAGS,
    ready: (page) => page.getByRole('region', { name: 'Selection' }),
    act: async (page) => {
      await addAndUndo(page)
      await page.goto('/deleted')
      await page
        .getByRole('button', { name: /^Undo adding/ })
        .first()
        .click()
      // What was restored is unselected.
      const outcome = page.getByRole('table', { name: 'Deleted' }).getByRole('status')
      await expect(outcome.getByText(/^another /).first()).toBeVisible()
      await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    },
  },
  {
    name: 'a new clean-up',
    path: `${TAGS}?view=cleanup`,
    ready: (page) => page.getByRole('list', { name: 'Presets' }),
  },
  {
    name: 'a clean-up with its preview and script',
    path: `${TAGS}?view=cleanup&keep=latest&tags=*&older=2d&newest=1&per=prefix`,
    ready: (page) => page.getByText('0 4 * * * node'),
    act: async (page) => {
      await expect(page.getByRole('table', { name: 'Preview' })).toBeVisible()
      await expect(page.getByText(/^\d+ of \d+ read/)).toBeHidden()
      await page.getByRole('button', { name: 'Paste a list…' }).click()
      await page.getByText('Run it regularly, as a script').click()
      // Beside it, a row may lie half under the table’s head by now.
      await page.evaluate(() => scrollTo(0, 0))
    },
  },
  {
    name: 'everything in a clean-up’s clause',
    path: `${TAGS}?view=cleanup&tags=*&newest=1&by=name`,
    ready: (page) => page.getByRole('dialog', { name: /^What “Tags of clause 1”/ }),
    act: (page) => page.getByRole('button', { name: /^What “Tags of cl/ }).click(),
  },
  {
    name: 'an invalid clean-up rule',
    path: `${TAGS}?view=cleanup&keep=[&tags=a&oldr=1d&newest=0`,
    ready: (page) => page.getByText(/nothing is selected/),
  },
  {
    name: 'an invalid filter',
    path: `${TAGS}?q=%2F(%2F`,
    ready: (page) => page.getByRole('alert'),
  },
  { name: 'a long name', path: `/repository/${LONG}`, ready: (page) => page.getByText(/\d B$/) },
  {
    name: 'an unknown repository',
    path: '/repository/never',
    ready: (page) => page.getByText(/The registry has no repository/),
  },
  {
    name: 'an index',
    path: '/image/library/alpine:3.22',
    ready: (page) => page.getByRole('navigation', { name: 'Platform' }),
  },
  {
    name: 'layers',
    path: '/image/library/alpine:single',
    ready: (page) => page.getByRole('table', { name: 'Layers' }),
  },
  ...['config', 'manifest', 'referrers'].map((view): State => ({
    name: `an image’s ${view}`,
    path: `/image/library/alpine:latest?view=${view}`,
    ready: (page) => page.getByRole('heading', { level: 1 }),
  })),
  {
    name: 'an image that is gone',
    path: '/image/library/alpine:broken',
    ready: (page) =>
      page
        .getByRole('main')
        .getByText(/manifest is missing/)
        .first(),
  },
  {
    name: 'the connection',
    path: '/connection',
    ready: (page) => page.getByRole('button', { name: 'Copy as a report' }),
  },
  { name: 'no page', path: '/nowhere', ready: (page) => page.getByText('There is no page') },
]

/** Opens the dialog that adds a tag to `single`, and types. */
async function typeTag(page: Page, tag: string): Promise<void> {
  // In a narrow row it is in the menu.
  const button = page.getByRole('button', { name: 'Add a tag to single…' })
  const menu = page.getByRole('button', { name: 'Copy single…' })
  await expect(menu).toBeVisible()
  if (!(await button.isVisible())) {
    await menu.click()
    await page.getByRole('menuitem', { name: 'Add a tag…' }).click()
  } else await button.click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'New tag' }).fill(tag)
}

/** What was undone is in the list of deleted tags. */
async function addAndUndo(page: Page): Promise<void> {
  await typeTag(page, 'another')
  await page.getByRole('button', { name: 'Add the tag' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('another deleted again')).toBeVisible()
}

async function reach(page: Page, state: State): Promise<void> {
  await page.goto(state.path)
  await state.act?.(page)
  await expect(state.ready(page)).toBeVisible()
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Axe finds nothing with these of its rules, or the rules with these tags. */
async function expectAccessible(page: Page, name: string, rules: readonly string[] = WCAG) {
  await page.evaluate(AXE)
  const found = await page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run({ runOnly: [...runOnly], resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)}\n${node.failureSummary ?? ''}`),
    )
  }, rules)
  expect.soft(found, name).toEqual([])
}

/** How many pixels wider than the window the page is. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}

for (const state of STATES) {
  test(`axe finds nothing, and nothing scrolls sideways: ${state.name}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 860 })
    await reach(page, state)
    expect(await overflow(page)).toBe(0)
    await expectAccessible(page, '320 px')
    await page.setViewportSize({ width: 1280, height: 860 })
    // A menu closes when its button moves away.
    if (!(await state.ready(page).isVisible())) await reach(page, state)
    await expectAccessible(page, '1280 px')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page, 'in the dark theme', ['color-contrast'])
  })
}

test('axe finds nothing in the sign-in dialog', async ({ page, startSite }) => {
  const { origin } = await startSite({
    registry: { htpasswd: { user: 'anna', password: 'secret' } },
  })
  await page.goto(origin)
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'sign-in')
  await page.getByLabel('User').fill('anna')
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Wrong user name or password/)).toBeVisible()
  await expectAccessible(page, 'sign-in refused')
})

test.describe('nothing jumps when values arrive', () => {
  for (const width of [1280, 375]) {
    test(`at ${width} px`, async ({ page, faults }) => {
      await page.setViewportSize({ width, height: 860 })
      await page.addInitScript(() => {
        const shifts = { sum: 0 }
        Object.assign(globalThis, { shifts })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value, hadRecentInput } = entry as PerformanceEntry & {
              value: number
              hadRecentInput: boolean
            }
            if (!hadRecentInput) shifts.sum += value
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      const pages: readonly (readonly [string, (page: Page) => Locator])[] = [
        [
          '/',
          (on) =>
            on
              .getByRole('row')
              .filter({ hasText: LONG })
              .getByText(/\d+ B/)
              .filter({ visible: true }),
        ],
        [
          TAGS,
          (on) =>
            on
              .getByRole('row')
              .filter({ hasText: 'single' })
              .getByText(/^last year$|years ago$/)
              .filter({ visible: true }),
        ],
        ['/image/library/alpine:3.22', (on) => on.getByRole('navigation', { name: 'Platform' })],
        ['/image/library/alpine:single', (on) => on.getByRole('table', { name: 'Layers' })],
      ]
      // Each response is late enough to be painted on its own.
      faults.rules([
        { path: '/tags/list', fault: 'delay', ms: 150 },
        { path: '/manifests/', fault: 'delay', ms: 250 },
        { path: '/blobs/', fault: 'delay', ms: 200 },
      ])
      for (const [path, last] of pages) {
        await page.goto(path)
        await expect(last(page)).toBeVisible()
        await page.waitForLoadState('networkidle')
        const sum = await page.evaluate(
          () => (globalThis as unknown as { shifts: { sum: number } }).shifts.sum,
        )
        expect.soft(sum, path).toBeLessThanOrEqual(0.02)
      }
    })
  }
})

test('everything works by keyboard', async ({ page }) => {
  const heading = page.getByRole('heading', { level: 1 })
  const focused = page.locator(':focus')
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'library/alpine' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(focused).toHaveText('Skip to the content')
  await expect(focused).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(heading).toBeFocused()

  // From the heading through the page's tools to the first row.
  const heads = ['Name', 'Tags', 'Image size', 'Created']
  for (const name of ['Refresh', 'Filter names', 'List', ...heads, 'library/alpine']) {
    await page.keyboard.press('Tab')
    await expect(focused).toHaveAccessibleName(name)
    const outline = focused.evaluate((element) => {
      const drawn = element.matches('[type=radio]') ? element.closest('label') : element
      return drawn ? getComputedStyle(drawn).outlineStyle : 'none'
    })
    expect(await outline, name).toBe('solid')
  }
  await page.keyboard.press('Enter')
  await expect(heading).toHaveText('alpine')
  await expect(heading).toBeFocused()
  await expect(tagsReady(page)).toBeVisible()

  const first = page.getByRole('row').nth(1)
  // It loads with what the tag points to.
  await expect(first.getByRole('button', { name: '2 attachments of latest' })).toBeVisible()
  // A table is one Tab stop: arrow keys go on from there.
  await page.getByRole('button', { name: 'Created' }).focus()
  await page.keyboard.press('Tab')
  await expect(focused).toHaveText('latest')
  await page.keyboard.press('ArrowLeft')
  await expect(focused).toHaveAccessibleName('Select latest')
  await page.keyboard.press('ArrowDown')
  await expect(focused).toHaveAccessibleName('Select 3.22')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAccessibleName('2 attachments of latest')
  await page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAccessibleName('Copy latest…')
  await page.keyboard.press('Enter')
  await expect(focused).toHaveAccessibleName(/^Pull by tag/)
  await page.keyboard.press('Escape')
  await expect(focused).toHaveAccessibleName('Copy latest…')
  await page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAccessibleName('Add a tag to latest…')
  await page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAccessibleName('Delete latest…')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('table').locator(':focus')).toHaveCount(0)
  // Back to where one was.
  await page.keyboard.press('Shift+Tab')
  await expect(focused).toHaveAccessibleName('Delete latest…')

  await first.getByRole('link', { name: 'latest' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 tag selected')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/image\/library\/alpine:latest$/)
  await expect(heading).toBeFocused()
  // Back to the previous position.
  await page.goBack()
  await expect(heading).toHaveText('alpine')
})

test('Esc clears a filter, and leaves the field at the top', async ({ page }) => {
  await page.goto('/')
  const filter = page.getByRole('textbox', { name: 'Filter names' })
  await filter.fill('alpine')
  await page.keyboard.press('Escape')
  await expect(filter).toHaveValue('')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('alp')
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', { name: /^Go to a repository/ })).not.toBeFocused()
})

test('nothing spins if reduced motion is preferred', async ({ page, faults }) => {
  const hold = faults.hold({ path: '/tags/list', times: 100 })
  const turning = page.getByRole('button', { name: 'Refresh' }).locator('svg')
  for (const [reducedMotion, name] of [
    ['reduce', 'none'],
    ['no-preference', 'spin'],
  ] as const) {
    await page.emulateMedia({ reducedMotion })
    await page.goto(TAGS)
    await expect(page.getByText('Loading the tags…')).toBeVisible()
    await expect(turning).toHaveCSS('animation-name', name)
  }
  hold.release()
})

test('the title says what is open', async ({ page }) => {
  const titles: readonly (readonly [string, string | RegExp])[] = [
    ['/', 'Repositories · Homeport'],
    [TAGS, 'library/alpine · Homeport'],
    [
      '/image/library/alpine:3.22',
      /^library\/alpine:3\.22 · .*Homeport$|^library\/alpine:3\.22 · Homeport$/,
    ],
    ['/deleted', 'Deleted · Homeport'],
    ['/nowhere', 'Not found · Homeport'],
  ]
  for (const [path, title] of titles) {
    await page.goto(path)
    await expect(page).toHaveTitle(title)
  }
})

test('everything works below a path behind another proxy', async ({ page, startSite }) => {
  const site = await startSite({ environment: { ENV_BASE_PATH: '/registry' } })
  await fill(site)
  const failed: string[] = []
  page.on('response', (answer) => {
    const isMissing = answer.status() >= 400 && !answer.url().includes('/v2/')
    if (isMissing || !answer.url().startsWith(`${site.origin}/registry/`)) failed.push(answer.url())
  })
  await page.goto(`${site.origin}/registry/`)
  await page.getByRole('link', { name: 'library/alpine' }).click()
  await expect(page).toHaveURL(`${site.origin}/registry${TAGS}`)
  await expect(tagsReady(page)).toBeVisible()
  await page.reload()
  await expect(tagsReady(page)).toBeVisible()
  await page.getByRole('link', { name: '3.22', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Platform' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Platform' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByText('Repositories').click()
  await expect(page).toHaveURL(`${site.origin}/registry/`)
  await page.getByRole('combobox', { name: /^Go to a repository/ }).fill('library/alpine:single')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${site.origin}/registry/image/library/alpine:single`)
  await expect(page.getByRole('table', { name: 'Layers' })).toBeVisible()
  expect(failed).toEqual([])
})

for (const base of ['', '/registry']) {
  test(`the first data is preloaded with a single request, below “${base}/”`, async ({
    page,
    context,
    startSite,
  }) => {
    const { registry, faults, origin } = await startSite(
      base ? { environment: { ENV_BASE_PATH: base } } : {},
    )
    await pushImage({ origin: registry.origin, repository: 'a/b', tag: '1.0' })
    const asked = (path: RegExp) => faults.log().filter(({ url }) => path.test(url)).length
    const open = async (path: string) => {
      faults.forget()
      const answer = await page.goto(`${origin}${base}${path}`)
      await expect(page.getByRole('row').filter({ hasText: 'linux/amd64' })).toBeVisible()
      return answer?.headers()['link']
    }
    expect(await open('/')).toContain(`<${base}/v2/_catalog?n=100>`)
    expect(asked(/_catalog/)).toBe(1)
    expect(await open('/repository/a/b')).toContain(`<${base}/v2/a/b/tags/list>`)
    expect(asked(/tags\/list$/)).toBe(1)

    // If a login is required, a preload would only be refused.
    await context.addCookies([{ name: 'homeport-login', value: '1', url: `${origin}${base}/` }])
    expect(await open('/')).toBeUndefined()
    expect(asked(/_catalog/)).toBe(1)
    expect(await open('/repository/a/b')).toBeUndefined()
    expect(asked(/tags\/list$/)).toBe(1)
  })
}
