import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { FaultProxy } from '../stack/faults.mjs'
import { ask, pushCosignSignature, pushImage, pushIndex, tagManifest } from '../stack/content.mjs'
import { makeRepositories } from './repositoryFolders.ts'
import { listOnScreen, repositoryTable as table, rowOf as tableRow } from './rows.ts'
import { expect, test } from './watched.ts'

const filter = (page: Page) => page.getByRole('textbox', { name: 'Filter names' })
const openField = (page: Page) =>
  page.getByRole('combobox', { name: 'Go to a repository or image by name' })
const rowOf = (page: Page, repository: string) => tableRow(table(page), repository)

/** `team-3/service-0412`, as many as requested. */
function listNames(count: number): string[] {
  return Array.from(
    { length: count },
    (_, at) => `team-${at % 7}/service-${String(at).padStart(4, '0')}`,
  )
}

const byName = (a: string, b: string) => (a < b ? -1 : 1)

/** The repositories whose tags were requested. */
function askedRepositories(faults: FaultProxy): string[] {
  return faults
    .log()
    .map(({ url }) => /^\/v2\/(.+)\/tags\/list/.exec(url)?.[1])
    .filter((name) => name !== undefined)
}

test('all repositories of a large registry are listed, and details are loaded for the rows on screen', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite()
  const names = listNames(1250)
  await makeRepositories(registry, names)
  await page.goto(origin)
  await expect(page.getByText('1,250', { exact: true })).toBeVisible()
  await expect(table(page)).toHaveAttribute('aria-rowcount', '1251')

  const catalog = faults.log().filter(({ url }) => url.includes('/_catalog'))
  expect(catalog.map(({ url }) => new URL(url, origin).searchParams.get('n'))).toEqual([
    '100',
    '1000',
    '1000',
  ])

  // Every row on screen gets its details, and no other repository was requested.
  const seen = await listOnScreen(table(page))
  expect(seen.length).toBeGreaterThan(10)
  await expect(table(page).getByText('no tags')).toHaveCount(seen.length)
  expect(askedRepositories(faults).toSorted(byName)).toEqual(seen.toSorted(byName))

  faults.forget()
  await page.keyboard.press('End')
  const last = names.toSorted().at(-1) ?? ''
  await expect(rowOf(page, last)).toContainText('no tags')
  const asked = askedRepositories(faults)
  expect(asked).toContain(last)
  expect(asked.length).toBeLessThan(45)
})

test('tags, size and date sort the whole list, which can be stopped', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite()
  const names = Array.from({ length: 40 }, (_, at) => `app/a${at + 10}`)
  await makeRepositories(registry, names)
  // Below the screen.
  const push = (repository: string, tag: string, size: number) =>
    pushImage({
      origin: registry.origin,
      repository,
      tag,
      content: randomBytes(size).toString('hex'),
    })
  await push('app/z-large', '1', 9000)
  for (const tag of ['1', '2', '3']) await push('app/z-many', tag, 10)
  await page.goto(origin)
  const first = () => table(page).getByRole('row').nth(1)
  await expect(first()).toContainText('a10')
  await page.getByRole('button', { name: 'Image size' }).click()
  await expect(first()).toContainText('z-large')
  await expect(page).toHaveURL(/sort=-size/)
  await page.getByRole('button', { name: 'Tags', exact: true }).click()
  await expect(first()).toContainText('z-many')
  await page.reload()
  await expect(first()).toContainText('z-many')
  await page.getByRole('button', { name: 'Name' }).click()
  await page.getByRole('button', { name: 'Name' }).click()
  await expect(first()).toContainText('z-many')
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )

  // A slow registry shows how far it is, and can be left alone.
  faults.rules([{ path: /\/tags\/list/, fault: 'delay', ms: 300 }])
  await page.goto(`${origin}/?sort=-tags`)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText(/^\d+ of 42/)).toBeVisible()
  faults.rules([])
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(first()).toContainText('z-many')
})

test('a registry that allows only small pages is listed completely', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite({
    registry: { kind: '2.8.2', maxEntries: 50 },
  })
  await makeRepositories(registry, listNames(180))
  await page.goto(origin)
  await expect(page.getByText('180', { exact: true })).toBeVisible()
  const sizes = faults
    .log()
    .filter(({ url }) => url.includes('/_catalog'))
    .map(({ url }) => new URL(url, origin).searchParams.get('n'))
  expect(sizes).toEqual(['100', '50', '50', '50', '50'])
})

test('the tree folds chains, and view and filter are kept in the address', async ({
  page,
  context,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  await makeRepositories(registry, [
    'mirror/docker.io/library/nginx',
    'mirror/docker.io/library/redis',
    'solo/deep/one',
    'team/api',
    'team/api/worker',
    'team/web',
    'top',
  ])
  await page.goto(origin)
  await expect(table(page).getByRole('link')).toHaveCount(7)
  await page.getByRole('radio', { name: 'Tree' }).check()
  await expect(page).toHaveURL(/\?view=tree$/)
  const folder = page.getByRole('button', { name: /^mirror \/ docker\.io \/ library/ })
  await expect(folder).toHaveAttribute('aria-expanded', 'true')
  await expect(folder).toContainText('2')
  // A folder with a single repository isn't a folder: its row has the longer name.
  await expect(page.getByRole('button', { name: /solo/ })).toHaveCount(0)
  await expect(rowOf(page, 'solo/deep/one')).toContainText('solo/deep/one')
  // A name that is both a repository and a folder appears as both.
  await expect(rowOf(page, 'team/api')).toBeVisible()
  await expect(rowOf(page, 'team/api/worker')).toBeVisible()
  await folder.click()
  await expect(rowOf(page, 'mirror/docker.io/library/nginx')).toHaveCount(0)

  await filter(page).fill('nginx')
  await expect(table(page).getByRole('link')).toHaveCount(1)
  await expect(page).toHaveURL(/q=nginx/)
  const copied = await context.newPage()
  await copied.goto(page.url())
  await expect(copied.getByRole('radio', { name: 'Tree' })).toBeChecked()
  await expect(filter(copied)).toHaveValue('nginx')
  await expect(table(copied).getByRole('link')).toHaveCount(1)
})

test('search takes words in any order, allows a typo and highlights matches', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  await makeRepositories(registry, [
    'payments/web/frontend',
    'payments/api',
    'web/shop',
    'library/postgres',
  ])
  await page.goto(origin)
  await filter(page).fill('web pay')
  await expect(table(page).getByRole('link')).toHaveCount(1)
  await expect(page.getByText('1 of 4', { exact: true })).toBeVisible()
  await expect(rowOf(page, 'payments/web/frontend').locator('mark')).toHaveText(['pay', 'web'])

  await filter(page).fill('paymnets')
  await expect(table(page).getByRole('link')).toHaveCount(2)
  await expect(rowOf(page, 'payments/api').locator('mark')).toContainText(['pa'])

  await filter(page).fill('nothing like it')
  await expect(page.getByText(/^No repository .*nothing like it/)).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Clear the filter' }).last().click()
  await expect(table(page).getByRole('link')).toHaveCount(4)
})

test('each row shows the one tag it has checked, and an emptied repository says so', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  const place = { origin: registry.origin }
  for (const tag of ['1.9', '1.10', 'latest']) {
    await pushImage({ ...place, repository: 'a/latest', tag, config: { created: 'no date' } })
  }
  const amd64 = await pushImage({ ...place, repository: 'b/versions', content: 'a' })
  const arm64 = await pushImage({
    ...place,
    repository: 'b/versions',
    content: 'b',
    platform: { os: 'linux', architecture: 'arm64' },
    config: { created: new Date(Date.now() - 3 * 86_400_000).toISOString() },
  })
  const manifests = [amd64.descriptor, arm64.descriptor]
  await pushIndex({ ...place, repository: 'b/versions', tag: '1.10', manifests })
  for (const tag of ['1.9', 'test']) {
    await tagManifest({ ...place, repository: 'b/versions', reference: '1.10', tag })
  }
  await pushImage({ ...place, repository: 'c/names', tag: 'nightly' })
  await pushImage({ ...place, repository: 'c/names', tag: 'beta' })
  const signed = await pushImage({ ...place, repository: 'd/emptied', tag: '1' })
  await pushCosignSignature({ ...place, repository: 'd/emptied', image: signed })
  await ask({ ...place, repository: 'd/emptied' }, 'DELETE', `manifests/${signed.digest}`)

  await page.goto(origin)
  const cells = (repository: string) => rowOf(page, repository).getByRole('cell')
  await expect(cells('a/latest')).toHaveText([
    /a\/latest/,
    '3',
    'latest',
    /amd64/,
    /B/,
    /^unknown$/,
  ])
  await expect(cells('b/versions')).toHaveText([
    /b\/versions/,
    '3',
    '1.10',
    'linux/amd64arm64',
    /\d B/,
    /ago/,
  ])
  await expect(cells('c/names')).toHaveText([/c\/names/, '2', 'nightly', /amd64/, /B/, /ago/])
  await expect(cells('d/emptied')).toHaveText([/d\/emptied/, '0', 'no tags, 1 attachment'])
})

test('Refresh shows what was pushed meanwhile', async ({ page, startSite }) => {
  const { registry, origin } = await startSite()
  await page.goto(origin)
  await expect(page.getByText('The registry lists no repositories')).toBeVisible()
  await pushImage({ origin: registry.origin, repository: 'hello', tag: '1.0' })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(page, 'hello')).toContainText('1.0')
  await pushImage({ origin: registry.origin, repository: 'hello', tag: '1.1' })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(page, 'hello')).toContainText('1.1')
})

test('a page whose code loads late doesn’t take the focus from a field in use', async ({
  page,
  repository,
  push,
}) => {
  const [{ digest }] = await push('1.0')
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  await page.route(/\/ImagePage-/, async (route) => {
    await arrived
    await route.continue()
  })
  await page.goto(`/repository/${repository}`)
  await page.getByRole('link', { name: '1.0', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.keyboard.press('/')
  await page.keyboard.type('next')
  arrive()
  await expect(page.getByRole('main')).toContainText(digest.slice(7, 19))
  await expect(openField(page)).toBeFocused()
  await expect(openField(page)).toHaveValue('next')
})

test('the search field opens a repository or whatever is pasted, by keyboard from everywhere', async ({
  page,
  repository,
  push,
}) => {
  const [{ digest }] = await push('1.27')
  await page.goto('/')
  await expect(filter(page)).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(openField(page)).toBeFocused()
  await page.keyboard.type(repository.slice(0, -2))
  await expect(page.getByRole('option', { name: repository }).last()).toBeVisible()
  await openField(page).fill(repository)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/repository/${repository}$`))
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

  const pasted: readonly (readonly [string, string])[] = [
    [`registry.example:5000/${repository}:1.27`, `/image/${repository}:1.27`],
    [`${repository}:1.27@${digest}`, `/image/${repository}:1.27@${digest}`],
    [`docker://homeport.test/${repository}@${digest}`, `/image/${repository}@${digest}`],
  ]
  for (const [text, path] of pasted) {
    await page.keyboard.press('/')
    await expect(openField(page)).toBeFocused()
    await openField(page).fill(text)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL((url) => url.pathname === path)
    await expect(page.getByRole('main')).toContainText(digest.slice(7, 19))
    // The page takes the focus once it is loaded.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  }
  await page.goto('/')
  await filter(page).focus()
  await page.keyboard.type('a/b')
  await expect(filter(page)).toHaveValue('a/b')
})

test('what exists is opened first, even with a typo; the typed text comes last', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  await pushImage({ origin: registry.origin, repository: 'team/web/gateway', tag: '1' })
  await page.goto(origin)
  await expect(page.getByRole('link', { name: 'team/web/gateway' })).toBeVisible()
  for (const typed of ['gatew', 'gatewya']) {
    await openField(page).fill(typed)
    await expect(page.getByRole('option')).toHaveText([
      /^team\/web\/gateway/,
      `Open ${typed} by name`,
    ])
  }
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${origin}/repository/team/web/gateway`)
})

test('a hint isn’t a suggestion, and a name is copied as one line', async ({ page, startSite }) => {
  const { registry, origin } = await startSite()
  await pushImage({ origin: registry.origin, repository: 'buildkit/hello', tag: '1' })
  await page.goto(origin)
  const link = page.getByRole('link', { name: 'buildkit/hello' })
  await expect(link).toBeVisible()
  const text = await link.evaluate((element) => {
    getSelection()?.selectAllChildren(element)
    return getSelection()?.toString()
  })
  expect(text).toBe('buildkit/hello')

  const field = page.getByRole('combobox', { name: /^Go to a repository/ })
  await field.fill('!')
  await expect(page.getByText('Type a name such as')).toBeVisible()
  await expect(page.getByRole('option')).toHaveCount(0)
})

test('a repository can be opened if the catalog is refused', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  faults.rules([{ path: '_catalog', fault: 'status', status: 403, code: 'DENIED' }])
  await page.goto('/')
  await expect(page.getByText(/not allowed to list/)).toBeVisible()
  await openField(page).fill(repository)
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('table', { name: 'Tags' }).getByRole('row', { name: '1.0' }),
  ).toBeVisible()
})

test('every page shows the registry and the version of Homeport', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  for (const path of ['/', `/repository/${repository}`, `/image/${repository}:1.0`, '/nowhere/']) {
    await page.goto(path)
    const foot = page.getByRole('contentinfo')
    await expect(foot).toContainText(`Registry behind this page: 127.0.0.1:${faults.port}`)
    await expect(foot).toContainText('Homeport 0.1.0')
    await expect(page.getByRole('banner')).toContainText(`127.0.0.1:${faults.port}`)
  }
})

test('addresses of konradkleine/docker-registry-frontend lead to the new pages', async ({
  page,
  repository,
  push,
}) => {
  await push('1.0')
  const moved: readonly (readonly [string, string])[] = [
    ['/home', '/'],
    ['/repositories/20', '/'],
    [`/repositories/20/${repository}`, '/'],
    ['/about', '/'],
    [`/tag/${repository}/1.0/`, `/image/${repository}:1.0`],
    [`/repository/${repository}?tagsPerPage=10`, `/repository/${repository}`],
  ]
  for (const [from, to] of moved) {
    await page.goto(from)
    await expect(page).toHaveURL((url) => url.pathname === to)
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Not found')
  }
})

test('ENV_DEFAULT_REPOSITORIES_PER_PAGE shows that many at first', async ({ page, startSite }) => {
  const { registry, origin } = await startSite({
    environment: { ENV_DEFAULT_REPOSITORIES_PER_PAGE: '20' },
  })
  await makeRepositories(registry, listNames(55))
  await page.goto(origin)
  await expect(page.getByText('20 of 55 shown')).toBeVisible()
  await expect(table(page).getByRole('link')).toHaveCount(20)
  await page.getByRole('button', { name: 'Show 20 more' }).click()
  await expect(page.getByText('40 of 55 shown')).toBeVisible()
  await page.getByRole('button', { name: 'Show all 55' }).click()
  await expect(table(page)).toHaveAttribute('aria-rowcount', '56')
  await expect(page.getByRole('button', { name: /^Show/ })).toHaveCount(0)
})
