import type { Page } from '@playwright/test'
import {
  type Place,
  ask,
  attachArtifact,
  pushArtifact,
  pushAttestation,
  pushCosignSignature,
  pushImage,
  pushIndex,
  tagManifest,
} from '../stack/content.mjs'
import { incompressibleBytes, layerOf } from '../stack/layer.mjs'
import { loseManifest } from './broken.ts'
import { makeTags } from './repositoryFolders.ts'
import { listOnScreen, rowOf as tableRow, tagTable as table } from './rows.ts'
import { expect, test } from './watched.ts'

const filter = (page: Page) => page.getByRole('textbox', { name: /^Filter tags/ })
const tick = (page: Page, tag: string) =>
  page.getByRole('checkbox', { name: `Select ${tag}`, exact: true })
const selection = (page: Page) => page.getByRole('region', { name: 'Selection' })
const rowOf = (page: Page, tag: string) => tableRow(table(page), tag)

/** The tags of the rendered rows, from the top. */
const shownTags = (page: Page) => table(page).getByRole('row').getByRole('link')

/** An image whose one layer has about `size` incompressible bytes. */
const sized = (seed: string, size: number) =>
  layerOf({ 'usr/share/data': incompressibleBytes(size, seed) })

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

/** `v01`, `v02`…: one image each, later ones newer and smaller. */
async function pushSeries(place: Place, count: number): Promise<string[]> {
  const tags = Array.from({ length: count }, (_, at) => `v${String(at + 1).padStart(2, '0')}`)
  const push = (tag: string, at: number) =>
    pushImage({
      ...place,
      tag,
      reuse: true,
      layers: [sized(tag, 2000 + 10 * (count - at))],
      config: { created: daysAgo(count - at + 2) },
    })
  for (let at = 0; at < count; at += 20) {
    await Promise.all(tags.slice(at, at + 20).map((tag, index) => push(tag, at + index)))
  }
  return tags
}

/** What a paste into the filter inserts. */
async function pasted(page: Page): Promise<string> {
  await filter(page).fill('')
  await filter(page).focus()
  await page.keyboard.press('Control+V')
  const text = await filter(page).inputValue()
  await filter(page).fill('')
  return text
}

test('tags are in version order, whatever order the registry has', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }] = await push('latest')
  const tags = ['1.9', '1.10', '2.0-rc.1', '2.0', 'nightly-10', 'nightly-9', 'v1.9.1', '20240101']
  await makeTags(registry, repository, digest, tags)
  await page.goto(`/repository/${repository}`)
  await expect(page.getByText('9 tags', { exact: true })).toBeVisible()
  await expect(shownTags(page)).toHaveText([
    'latest',
    '2.0',
    '2.0-rc.1',
    '1.10',
    '1.9',
    'v1.9.1',
    '20240101',
    'nightly-9',
    'nightly-10',
  ])
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await expect(page).toHaveURL(/sort=tag/)
  await expect(shownTags(page).first()).toHaveText('1.9')
})

test('created and size sort the whole list, with a count and a stop button', async ({
  page,
  faults,
  repository,
  place,
}) => {
  const tags = await pushSeries(place, 32)
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(page, 'v32')).toContainText('3 days ago')

  faults.rules([{ path: `/manifests/v`, method: 'GET', fault: 'delay', ms: 400 }])
  await page.getByRole('button', { name: 'Created' }).click()
  await expect(page.getByText(/^\d+ of 32 read/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  const count = await page.getByText(/^\d+ of 32 read/).textContent()
  expect(Number.parseInt(count ?? '', 10)).toBeLessThan(32)
  faults.rules([])
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText(/of 32 read/)).toBeHidden()
  await expect(page).toHaveURL(/sort=-created/)
  const head = (name: string) => page.getByRole('columnheader', { name })
  await expect(head('Created')).toHaveAttribute('aria-sort', 'descending')
  await expect(shownTags(page).first()).toHaveText('v32')

  // The largest tag was never on screen.
  await page.getByRole('button', { name: 'Size' }).click()
  await expect(shownTags(page).first()).toHaveText('v01')
  expect(new Set(faults.log().map(({ url }) => /manifests\/(v\d+)$/.exec(url)?.[1])).size).toBe(
    tags.length + 1,
  )
})

test('details are only loaded for the rows on screen', async ({
  page,
  registry,
  faults,
  repository,
  push,
}) => {
  const [{ digest }] = await push('1.0')
  await makeTags(
    registry,
    repository,
    digest,
    Array.from({ length: 300 }, (_, at) => `2.${at}`),
  )
  const asked = () =>
    faults
      .log()
      .map(({ url }) => /\/manifests\/([^:]+)$/.exec(url)?.[1])
      .filter((tag) => tag !== undefined)
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(page, '2.299')).toContainText('linux/amd64')
  const seen = await listOnScreen(table(page))
  expect(seen.length).toBeGreaterThan(10)
  await expect(table(page).getByText('linux/amd64')).toHaveCount(seen.length)
  expect(new Set(asked())).toEqual(new Set(seen))
  expect(asked().length).toBe(seen.length)

  faults.forget()
  await page.keyboard.press('End')
  await expect(rowOf(page, '1.0')).toContainText('linux/amd64')
  expect(asked()).toContain('1.0')
  expect(asked().length).toBeLessThan(45)
})

test('how many tags share an image is said once all are read', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }] = await push('latest')
  const names = (count: number) => Array.from({ length: count }, (_, at) => `2.${at}`)
  await makeTags(registry, repository, digest, names(60))
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(page, 'latest')).toContainText('also tagged 2.59, 2.58, 2.57 +57')
  await makeTags(registry, repository, digest, names(120))
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(page, 'latest')).toContainText('also tagged 2.119, 2.118, 2.117, …')
})

test('the filter takes words, an expression and a platform, and a link restores them', async ({
  page,
  repository,
  place,
  push,
}) => {
  const arm64 = { os: 'linux', architecture: 'arm64' }
  await push('1.0-alpine', '1.1-alpine')
  const debian = await pushImage({ ...place, tag: '1.1-debian', platform: arm64 })
  await page.goto(`/repository/${repository}`)
  await filter(page).fill('alpine 1.1')
  await expect(shownTags(page)).toHaveText(['1.1-alpine'])
  await expect(page.getByText('1 of 3 tags')).toBeVisible()
  await filter(page).fill('/1.1(/')
  await expect(page.getByRole('alert')).toContainText('Invalid regular expression')
  await expect(filter(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('No tag is shown')).toBeVisible()
  await expect(shownTags(page)).toHaveCount(0)

  await filter(page).fill(debian.digest.slice(0, 19))
  await expect(shownTags(page)).toHaveText(['1.1-debian'])
  await filter(page).fill(`registry:5000/${repository}@${debian.digest}`)
  await expect(shownTags(page)).toHaveText(['1.1-debian'])
  await filter(page).fill('registry:5000/library/nginx:1.27')
  await expect(page.getByRole('link', { name: 'Open library/nginx:1.27' })).toBeVisible()

  await filter(page).fill('arm64')
  await page.getByRole('button', { name: 'Show linux/arm64 only' }).click()
  await expect(shownTags(page)).toHaveText(['1.1-debian'])
  await expect(page.getByRole('combobox', { name: 'Platform' })).toHaveValue('linux/arm64')
  await filter(page).fill('1.1')
  await expect(page).toHaveURL(/q=1\.1/)
  await page.reload()
  await expect(shownTags(page)).toHaveText(['1.1-debian'])
  await expect(filter(page)).toHaveValue('1.1')

  // The browser may need years for an expression, so one from a link waits for the user.
  await page.goto(`/repository/${repository}?q=/n$/`)
  await expect(page.getByRole('alert')).toContainText('press Enter')
  await expect(shownTags(page)).toHaveCount(0)
  await filter(page).press('Enter')
  await expect(shownTags(page)).toHaveText(['1.1-debian'])
  await shownTags(page).first().click()
  await expect(page).toHaveURL(/1\.1-debian/)
  await page.goBack()
  await expect(shownTags(page)).toHaveText(['1.1-debian'])

  await filter(page).fill('2')
  await expect(page.getByText('No tag matches')).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Clear the filter' }).last().click()
  await expect(shownTags(page)).toHaveCount(3)
})

test('tags of one digest have its colour; an index shows its platforms and their total, and sorts by that', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [first] = await push('1.2', '1.1')
  await tagManifest({ ...place, reference: '1.2', tag: 'latest' })
  const shared = sized('shared', 30_000)
  const platforms = ['amd64', 'arm64', 's390x'].map((architecture) => ({
    os: 'linux',
    architecture,
  }))
  // One at a time: distribution 2.8 empties a blob's link for a moment when it is pushed again.
  const children = []
  for (const [at, platform] of platforms.entries()) {
    const layers = [shared, sized(platform.architecture, 4000 + 3000 * at)]
    children.push(await pushImage({ ...place, platform, layers }))
  }
  const attestation = await pushAttestation({ ...place, image: children[0]!.descriptor })
  const manifests = [...children, attestation].map(({ descriptor }) => descriptor)
  const index = await pushIndex({ ...place, tag: 'multi', manifests })
  await pushImage({ ...place, tag: 'larger-than-one', layers: [sized('single', 45_000)] })
  await pushImage({ ...place, tag: 'small', config: { created: '1970-01-01T00:00:00Z' } })
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(page, 'latest')).toContainText(`sha256:${first.digest.slice(7, 19)}`)
  await expect(rowOf(page, 'latest')).toContainText('also tagged 1.2')
  await expect(rowOf(page, '1.2')).toContainText('also tagged latest')
  await expect(rowOf(page, '1.1')).not.toContainText('also tagged')
  const colour = (tag: string) =>
    rowOf(page, tag)
      .getByTitle(/^sha256:/)
      .filter({ visible: true })
      .locator('[aria-hidden]')
      .evaluate((dot) => getComputedStyle(dot).backgroundColor)
  expect(await colour('latest')).toBe(await colour('1.2'))
  // A digest that no other tag has needs no mark.
  expect(await colour('1.1')).toBe('rgba(0, 0, 0, 0)')
  expect(await colour('latest')).not.toBe('rgba(0, 0, 0, 0)')

  const row = rowOf(page, 'multi')
  await expect(row).toContainText(index.digest.slice(7, 19))
  await expect(
    row.getByTitle(
      /^3 platforms, 34\.\d–40\.\d kB · 51\.\d kB total \(compressed\); attestations \d/,
    ),
  ).toHaveText(/^51\.\d kB$/)
  await expect(row.getByRole('cell').nth(3)).toHaveText('linux/amd64arm64s390x')
  await expect(
    rowOf(page, 'small').getByRole('cell', { name: 'unknown', exact: true }),
  ).toBeVisible()
  await expect(rowOf(page, 'larger-than-one').getByTitle(/^45,\d{3} bytes compressed/)).toHaveText(
    /^45\.\d kB$/,
  )
  await page.getByRole('button', { name: 'Size' }).click()
  await expect(shownTags(page).first()).toHaveText('multi')
  await expect(shownTags(page).nth(1)).toHaveText('larger-than-one')
})

test('a selection survives sort, filter and scrolling, and is visibly cleared', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }] = await push('v01')
  const others = Array.from({ length: 59 }, (_, at) => `v${String(at + 2).padStart(2, '0')}`)
  await makeTags(registry, repository, digest, others)
  await page.goto(`/repository/${repository}`)
  await tick(page, 'v60').check()
  await tick(page, 'v57').click({ modifiers: ['Shift'] })
  await expect(selection(page)).toContainText('4 tags selected')
  await page.keyboard.press('End')
  await expect(tick(page, 'v01')).toBeVisible()
  await expect(tick(page, 'v60')).toHaveCount(0)
  await tick(page, 'v01').check()
  await expect(selection(page)).toContainText('5 tags selected')

  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await expect(shownTags(page).first()).toHaveText('v01')
  await expect(tick(page, 'v01')).toBeChecked()
  await expect(tick(page, 'v02')).not.toBeChecked()

  await filter(page).fill('v1')
  await expect(selection(page)).toContainText('5 tags selected · 5 not shown')
  await selection(page).getByRole('button', { name: 'Select all 10 matching' }).click()
  await expect(selection(page)).toContainText('15 tags selected · 5 not shown')
  await expect(selection(page).getByRole('button', { name: /Select all/ })).toBeHidden()
  await filter(page).fill('')
  await expect(selection(page)).toContainText('15 tags selected')
  await expect(selection(page)).not.toContainText('not shown')

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByText('Repositories').click()
  await expect(page.getByText(new RegExp(`${repository}.* 15 selected tags`))).toBeVisible()
  await page.goBack()
  await expect(rowOf(page, 'v01')).toBeVisible()
  await expect(selection(page)).toBeHidden()
})

test('Refresh keeps the selection, and removes what is gone', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [, gone] = await push('1', '2')
  await page.goto(`/repository/${repository}`)
  await tick(page, '1').check()
  await tick(page, '2').check()
  await ask(place, 'DELETE', `manifests/${gone.digest}`)
  await push('3')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(page, '3')).toContainText('linux/amd64')
  await expect(rowOf(page, '2')).toHaveCount(0)
  await expect(selection(page)).toContainText('1 tag selected')
})

test('attachments of an image, its platforms and other attachments are below its tag', async ({
  page,
  repository,
  place,
}) => {
  const child = await pushImage({ ...place, content: 'child' })
  const index = await pushIndex({ ...place, tag: '1.0', manifests: [child.descriptor] })
  await tagManifest({ ...place, reference: '1.0', tag: 'latest' })
  await pushCosignSignature({ ...place, image: index.descriptor })
  await pushCosignSignature({ ...place, image: child.descriptor })
  const sbom = await attachArtifact({
    ...place,
    subject: index.descriptor,
    artifactType: 'application/spdx+json',
    files: [{ mediaType: 'application/spdx+json', content: '{}' }],
  })
  // A signature of the SBOM, and one of that signature.
  const deeper = await pushCosignSignature({ ...place, image: sbom.descriptor })
  await pushCosignSignature({ ...place, image: deeper.descriptor })
  await pushCosignSignature({
    ...place,
    image: { ...index.descriptor, digest: `sha256:${'ab'.repeat(32)}` },
  })
  await page.goto(`/repository/${repository}`)
  await expect(page.getByText('2 tags · 6 attachments')).toBeVisible()
  const fold = rowOf(page, '1.0').getByRole('button', { name: '5 attachments of 1.0' })
  await expect(fold).toHaveAttribute('aria-expanded', 'false')
  await expect(rowOf(page, 'latest').getByRole('button', { name: /^5 attach/ })).toBeVisible()
  await expect(shownTags(page)).toHaveText(['latest', '1.0'])
  await fold.click()
  await expect(shownTags(page)).toHaveCount(7)
  await expect(shownTags(page)).toHaveText([
    'latest',
    '1.0',
    'referrers',
    'signature',
    'signature',
    'signature',
    'signature',
  ])
  await expect(table(page).getByRole('row', { name: 'referrers' })).toContainText('SPDX')
  await expect(page.getByText(sbom.digest.slice(7, 19))).toBeVisible()

  const orphans = page.getByRole('button', { name: /^1 attachment of untagged images/ })
  await orphans.click()
  await expect(page.getByText('abababababab')).toBeVisible()
  // A filter keeps tags; attachments of others aren't in the way.
  await filter(page).fill('latest')
  await expect(orphans).toBeHidden()
})

test('what the menu copies is a command in the chosen form, which is remembered; it works by keyboard', async ({
  page,
  nginx,
  repository,
  push,
}) => {
  const [{ digest }] = await push('1.0', '2.0')
  const host = `homeport.test:${nginx.port}`
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(page, '1.0')).toContainText('linux/amd64')
  const button = page.getByRole('button', { name: 'Copy 1.0…' })
  const menu = page.getByRole('menu', { name: 'Copy 1.0…' })
  const focused = page.locator(':focus')
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(menu).toBeVisible()
  for (const [key, item] of [
    [undefined, /^Pull by tag/],
    ['ArrowDown', /^Pull by digest/],
    ['Home', /^Pull by tag/],
    ['ArrowUp', 'reference'],
    ['ArrowDown', /^Pull by tag/],
    ['End', 'reference'],
  ] as const) {
    if (key) await page.keyboard.press(key)
    await expect(focused).toHaveAccessibleName(item)
  }
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(focused).toHaveAccessibleName(/^Pull by tag/)
  await page.keyboard.press('Tab')
  await expect(menu).toBeHidden()

  await button.click()
  await menu.getByRole('menuitemradio', { name: 'podman', exact: true }).click()
  await page.keyboard.press('Escape')
  for (const [what, text] of [
    ['Pull by tag', `podman pull ${host}/${repository}:1.0`],
    ['Pull by digest', `podman pull ${host}/${repository}@${digest}`],
    ['Digest', digest],
  ] as const) {
    await button.click()
    await menu.getByRole('menuitem', { name: new RegExp(`^${what}`) }).click()
    await expect(page.getByRole('status').filter({ hasText: /^Copied$/ })).toBeAttached()
    await page.keyboard.press('Escape')
    expect(await pasted(page)).toBe(text)
  }
  // Not a reload: what was pasted into the filter may be in the address by now.
  await page.goto(`/repository/${repository}`)
  await page.getByRole('button', { name: 'Copy 2.0…' }).click()
  await expect(page.getByRole('menuitemradio', { name: 'podman' })).toBeChecked()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Copy repository name' }).click()
  expect(await pasted(page)).toBe(`${host}/${repository}`)
})

test('a row keeps its focus when the list scrolls', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }] = await push('v001')
  const tags = Array.from({ length: 200 }, (_, index) => `v1.0.${index}`)
  await makeTags(registry, repository, digest, tags)
  await page.goto(`/repository/${repository}`)
  const linkTo = (tag: string) => page.getByRole('link', { name: tag, exact: true })
  const link = linkTo('v1.0.198')
  await link.focus()
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await expect(page.getByRole('link', { name: 'v1.0.0', exact: true })).toBeInViewport()
  await expect(link).toBeFocused()
  await expect(link).not.toBeInViewport()
  await page.evaluate(() => window.scrollTo(0, 0))
  await expect(link).toBeInViewport()
  await expect(link).toBeFocused()

  // Rows that are not there yet can be reached all the same.
  for (const [key, tag] of [
    ['End', 'v1.0.0'],
    ['ArrowUp', 'v1.0.1'],
    ['Home', 'v001'],
    ['ArrowDown', 'v1.0.199'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(linkTo(tag)).toBeFocused()
    await expect(linkTo(tag)).toBeInViewport()
  }
  await expect(page.locator('tbody').locator('[tabindex="0"]')).toHaveCount(1)

  // Back leads to where one was.
  await page.keyboard.press('End')
  await linkTo('v1.0.0').click()
  await expect(page).toHaveURL(/:v1\.0\.0$/)
  await page.goBack()
  await expect(linkTo('v1.0.0')).toBeInViewport()
})

test('names use the room they have, show their end where they are cut, and copy as one line', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  const long = `feature-${'with-a-long-name-'.repeat(6)}`
  const tags = [`${long}1`, `${long}2`]
  const repositories = tags.map((tag) => `team/${tag}`)
  for (const repository of repositories) {
    await pushImage({ origin: registry.origin, repository, tag: tags[0]! })
  }
  const place = { origin: registry.origin, repository: repositories[0]! }
  await pushImage({ ...place, tag: tags[1]! })
  await pushImage({ ...place, tag: 'a'.repeat(34) })
  await tagManifest({ ...place, reference: tags[1]!, tag: 'main' })
  /** How far the last character stands from the right edge of its cell, and whether any of the name is cut. */
  const look = (name: string) =>
    page.getByRole('link', { name, exact: true }).evaluate((link) => {
      const range = document.createRange()
      const last = document.createTreeWalker(link, NodeFilter.SHOW_TEXT)
      while (last.nextNode());
      range.setStart(last.currentNode, (last.currentNode.nodeValue ?? '').length - 1)
      range.setEndAfter(last.currentNode)
      const cell = link.closest('td')!.getBoundingClientRect()
      return {
        room: cell.right - range.getBoundingClientRect().right,
        isCut: [link, ...link.querySelectorAll('*')].some(
          (one) =>
            one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline',
        ),
      }
    })
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 })
    for (const [path, names] of [
      ['/', repositories],
      [`/repository/${repositories[0]}`, tags],
    ] as const) {
      await page.goto(origin + path)
      for (const name of names) {
        const { room, isCut } = await look(name)
        expect(isCut, `${name} at ${width} px`).toBe(true)
        expect(room, `${name} at ${width} px`).toBeGreaterThanOrEqual(0)
      }
    }
    // What a row says besides leaves the name its room.
    await expect(rowOf(page, 'main')).toContainText('also tagged')
    expect(await look('main')).toMatchObject({ isCut: false })
    if (width === 1280) expect(await look('a'.repeat(34))).toMatchObject({ isCut: false })
  }
  const link = page.getByRole('link', { name: tags[0]!, exact: true })
  await link.evaluate((element) => getSelection()?.selectAllChildren(element))
  await page.keyboard.press('Control+C')
  expect(await pasted(page)).toBe(tags[0])
})

test('on a telephone a row says what it says on a desk, and can be hit', async ({
  page,
  repository,
  place,
}) => {
  const children = []
  for (const architecture of ['amd64', 'arm64', 's390x', 'ppc64le']) {
    children.push(await pushImage({ ...place, platform: { os: 'linux', architecture } }))
  }
  const manifests = children.map(({ descriptor }) => descriptor)
  await pushIndex({ ...place, tag: '3.22', manifests })
  await tagManifest({ ...place, reference: '3.22', tag: 'latest' })
  const first = rowOf(page, 'latest')
  await page.goto(`/repository/${repository}`)
  await expect(first).toContainText('also tagged 3.22')
  const top = await first.evaluate((row) => row.getBoundingClientRect().top)
  expect(top).toBeLessThanOrEqual(220)

  for (const width of [375, 320]) {
    await page.setViewportSize({ width, height: 800 })
    await expect(first.getByText('also tagged 3.22')).toBeVisible()
    await expect(first).toContainText(/linux\/amd64.*\+\d/)
    await expect(first.getByRole('time')).toBeVisible()
    const isCut = (part: Element) => {
      const [{ left, right }, cell] = [part, part.closest('td')!].map((one) =>
        one.getBoundingClientRect(),
      ) as [DOMRect, DOMRect]
      return left < cell.left || right > cell.right
    }
    expect(await first.getByRole('time').evaluate(isCut)).toBe(false)
    const small = await page
      .getByRole('main')
      .locator('a, button, input, select')
      .evaluateAll((all) =>
        all
          .map((one) => ({ box: one.getBoundingClientRect(), name: one.outerHTML.slice(0, 120) }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ name }) => name),
      )
    expect(small).toEqual([])
  }
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('Oldest first')
  await expect(page).toHaveURL(/sort=created/)
  await expect(first.getByRole('time')).toHaveText(/\d, \d{4}, \d+:\d\d [AP]M$/)
})

test('a row is deleted on its own if nothing is selected; with a selection there is one button', async ({
  page,
  repository,
  push,
}) => {
  await push('1.0', '2.0')
  await page.goto(`/repository/${repository}`)
  const dialog = page.getByRole('dialog', { name: `Delete 1.0 from ${repository}` })
  await page.getByRole('button', { name: 'Delete 1.0…' }).click()
  await expect(dialog.getByRole('button', { name: /^Delete/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Delete 1.0…' })).toBeFocused()

  await tick(page, '2.0').check()
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(1)
  await selection(page).getByRole('button', { name: 'Clear' }).click()
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(2)

  await page.setViewportSize({ width: 375, height: 700 })
  await page.getByRole('button', { name: 'Copy 1.0…' }).click()
  await page.getByRole('menuitem', { name: 'Delete 1.0…' }).click()
  await expect(dialog.getByRole('button', { name: /^Delete/ })).toBeVisible()
})

test('a tag whose manifest is gone says so, and the others are unchanged', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }] = await push('broken', 'whole')
  await loseManifest({ registry, repository, digest })
  await page.goto(`/repository/${repository}`)
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 })
    await expect(rowOf(page, 'broken')).toContainText('its manifest is missing')
    await expect(rowOf(page, 'whole')).toContainText(' B')
  }
  await rowOf(page, 'broken').getByRole('button', { name: 'Delete…' }).click()
  await expect(page.getByRole('dialog', { name: /^Delete broken/ })).toBeVisible()
})

test('no tags: emptied, and unknown', async ({ page, repository, place, push }) => {
  const [{ digest }] = await push('1')
  await ask(place, 'DELETE', `manifests/${digest}`)
  expect(await (await ask(place, 'GET', 'tags/list')).json()).toMatchObject({ tags: null })
  await page.goto(`/repository/${repository}`)
  await expect(page.getByText('No tags', { exact: true })).toBeVisible()
  await page.goto(`/repository/${repository}/never`)
  await expect(page.getByText(/The registry has no repository/)).toBeVisible()
})

test('ENV_DEFAULT_TAGS_PER_PAGE shows that many at first; a chart is pulled with helm, from the configured host', async ({
  page,
  startSite,
}) => {
  const { registry, origin, place, push } = await startSite({
    environment: {
      ENV_DEFAULT_TAGS_PER_PAGE: '10',
      ENV_REGISTRY_PROXY_FQDN: 'registry.home',
      ENV_REGISTRY_PROXY_PORT: '5000',
    },
  })
  const [{ digest }] = await push('v25')
  const others = Array.from({ length: 24 }, (_, at) => `v${String(at + 1).padStart(2, '0')}`)
  await makeTags(registry, place.repository, digest, others)
  await page.goto(`${origin}/repository/app`)
  await expect(page.getByText('10 of 25 shown')).toBeVisible()
  await expect(shownTags(page)).toHaveCount(10)
  await tick(page, 'v25').check()
  await selection(page).getByRole('button', { name: 'Select all 25' }).click()
  await expect(selection(page)).toContainText('25 tags selected · 15 not shown')
  await page.getByRole('button', { name: 'Show 10 more' }).click()
  await expect(selection(page)).toContainText('25 tags selected · 5 not shown')
  await page.getByRole('button', { name: 'Show all 25' }).click()
  await expect(shownTags(page)).toHaveCount(25)
  await expect(selection(page)).not.toContainText('not shown')

  await pushArtifact({
    origin: registry.origin,
    repository: 'charts/shop',
    tag: '0.4.0',
    withMediaType: false,
    config: {
      mediaType: 'application/vnd.cncf.helm.config.v1+json',
      content: '{"name":"shop","version":"0.4.0"}',
    },
    files: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', content: 'chart' }],
  })
  await page.goto(`${origin}/repository/charts/shop`)
  await expect(rowOf(page, '0.4.0')).toContainText('Helm chart')
  await page.getByRole('button', { name: 'Copy 0.4.0…' }).click()
  await expect(page.getByRole('menuitem', { name: /^Pull by tag/ })).toContainText(
    'helm pull oci://registry.home:5000/charts/shop --version 0.4.0',
  )
})

test('a paged list of tags is followed to its end (distribution 3.1.2)', async ({
  page,
  startSite,
}) => {
  const { faults, origin, push } = await startSite({ registry: { kind: '3.1.2' } })
  await push('1', '2', '3', '4', '5')
  // The first response as from a registry that pages unasked; the rest are the registry's own pages.
  faults.rules([
    {
      path: 'tags/list$',
      fault: 'status',
      status: 200,
      body: JSON.stringify({ name: 'app', tags: ['1', '2'] }),
      headers: { link: '</v2/app/tags/list?n=2&last=2>; rel="next"' },
    },
  ])
  await page.goto(`${origin}/repository/app`)
  await expect(shownTags(page)).toHaveText(['5', '4', '3', '2', '1'])
  expect(faults.log().filter(({ url }) => url.includes('/tags/list?')).length).toBeGreaterThan(1)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('5 tags', { exact: true })).toBeVisible()
})

test('tags missing from the list are found and shown (distribution 3.1.1 on S3)', async ({
  page,
  startSite,
}) => {
  const { origin, place, push } = await startSite({ registry: { kind: '3.1.1-s3' } })
  const [{ digest }] = await push('v1', 'v10', 'v100', 'w')
  const listed: unknown = await (await ask(place, 'GET', 'tags/list')).json()
  expect(listed).toMatchObject({ tags: ['v1', 'w'] })
  await page.goto(`${origin}/repository/app`)
  await expect(shownTags(page)).toHaveText(['v100', 'v10', 'v1', 'w'])
  await expect(page.getByText(/^2 tags missing/)).toBeVisible()
  await expect(rowOf(page, 'v1')).toContainText(digest.slice(7, 19))
})
