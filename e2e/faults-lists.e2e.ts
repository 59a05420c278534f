import { ask, pushBlob, pushImage, tagManifest } from '../stack/content.mjs'
import { environmentFor, startNginx } from '../stack/nginx.mjs'
import { freePort } from '../stack/ports.mjs'
import { startRegistry } from '../stack/registry.mjs'
import { makeRepositories } from './repositoryFolders.ts'
import { repositoryTable, rowOf, tagTable } from './rows.ts'
import { siteRoot } from './test.ts'
import { expect, pageOrigin, test } from './watched.ts'

test('fault 1: a registry that is down is shown with its address, and retried automatically', async ({
  page,
}) => {
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const nginx = await startNginx({
    environment: environmentFor(`http://${address}`),
    root: siteRoot,
  })
  try {
    await page.clock.install()
    await page.goto(pageOrigin(nginx))
    const failure = page.getByRole('alert')
    await expect(failure).toContainText(`${address} is unreachable`)
    await expect(page.getByText('Loading')).toHaveCount(0)
    await failure.getByRole('button', { name: 'Try again' }).click()
    await expect(failure.getByRole('button', { name: 'Try again' })).toBeEnabled()

    const registry = await startRegistry({ port })
    try {
      await pushImage({ origin: registry.origin, repository: 'back/again', tag: '1' })
      await page.clock.fastForward(20_000)
      await expect(repositoryTable(page).getByRole('link', { name: 'back/again' })).toBeVisible()
      await expect(failure).toHaveCount(0)
    } finally {
      await registry.stop()
    }
  } finally {
    await nginx.stop()
  }
})

test('fault 2: a partly loaded list remains, is called incomplete, and continues from there', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite()
  await makeRepositories(registry, numbered('team/app', 250))
  faults.rules([{ fault: 'reset', path: /_catalog/, after: 1 }])
  await page.goto(origin)
  const failure = page.getByRole('alert')
  await expect(failure).toContainText(/incomplete.* 100 repositories/)
  await expect(repositoryTable(page)).toHaveAttribute('aria-rowcount', '101')

  faults.rules([])
  faults.forget()
  await failure.getByRole('button', { name: 'Continue' }).click()
  await expect(repositoryTable(page)).toHaveAttribute('aria-rowcount', '251')
  await expect(failure).toHaveCount(0)
  const asked = faults.log().filter(({ url }) => url.includes('_catalog'))
  expect(asked.map(({ url }) => new URL(url, origin).searchParams.get('last'))).toEqual([
    'team/app-0099',
  ])
})

test('fault 3: a slow response is reported, can be cancelled and times out after 30 s', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  faults.rules([{ fault: 'hang', path: /tags\/list/ }])
  await page.clock.install()
  await page.goto(`/repository/${repository}`)
  const status = page.getByRole('main').getByRole('status').filter({ hasText: 'tags' })
  await expect(status).toContainText('Loading the tags')
  await page.clock.runFor(5000)
  await expect(status).toContainText(/Still loading .* \d seconds/)
  await status.getByRole('button', { name: 'Cancel' }).click()
  await expect(status).toContainText('Stopped')

  await status.getByRole('button', { name: 'Load the tags' }).click()
  await expect(status).toContainText('Loading the tags')
  await page.clock.runFor(31_000)
  const failure = page.getByRole('alert')
  await expect(failure).toContainText(/didn’t respond in time/)
  faults.rules([])
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(rowOf(tagTable(page), '1.0')).toBeVisible()
})

test('fault 5: a missing permission is shown with repository and action; the others continue', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite()
  await pushImage({ origin: registry.origin, repository: 'open/app', tag: '1' })
  await pushImage({ origin: registry.origin, repository: 'closed/app', tag: '1' })
  const detail = [{ Type: 'repository', Class: '', Name: 'closed/app', Action: 'pull' }]
  const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'access denied', detail }] })
  faults.rules([{ fault: 'status', status: 403, path: /closed\/app/, body }])
  await page.goto(origin)
  const table = repositoryTable(page)
  await expect(rowOf(table, 'closed/app')).toContainText('no permission')
  await expect(rowOf(table, 'open/app')).toContainText('linux/amd64')

  await table.getByRole('link', { name: 'closed/app' }).click()
  await expect(page.getByRole('alert')).toContainText('closed/app: pull')
})

test('fault 6: not found, a lost manifest, an unknown address and a refused type are distinguished', async ({
  page,
  faults,
  repository,
  place,
  push,
}) => {
  await pushBlob({ ...place, repository: `${repository}-bare` }, 'only a blob')
  await page.goto(`/repository/${repository}-bare`)
  const main = page.getByRole('main')
  await expect(main).toContainText(/The registry has no repository/)

  await page.goto('/repository/Not-a-Name')
  await expect(main).toContainText(/Not-a-Name. is not a valid/)

  await push('1.0')
  const text = { 'content-type': 'text/plain' }
  faults.rules([
    { fault: 'status', status: 404, path: /tags\/list/, body: '404 page not found', headers: text },
  ])
  await page.goto(`/repository/${repository}`)
  await expect(main).toContainText(/doesn’t recognize this address/)

  const message = 'OCI manifest found, but accept header does not support OCI manifests'
  faults.rules([
    { fault: 'status', status: 404, code: 'MANIFEST_UNKNOWN', message, path: /manifests/ },
  ])
  await page.reload()
  const row = rowOf(tagTable(page), '1.0')
  await expect(row).toContainText(/has it, but refused the requested types/)
  await expect(row).not.toContainText(/gone|missing/)
})

test('fault 6: a tag deleted meanwhile is reported as gone, and a refresh removes it', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [{ digest }, { digest: lost }] = await push('kept', 'lost')
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'kept')).toContainText(digest.slice(7, 19))
  await ask(place, 'DELETE', `manifests/${lost}`)
  await rowOf(tagTable(page), 'lost').getByRole('link', { name: 'lost' }).click()
  await expect(page.getByRole('main')).toContainText(/tag lost.* manifest is missing/)
  await page.goBack()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(tagTable(page), 'lost')).toHaveCount(0)
  await expect(rowOf(tagTable(page), 'kept')).toBeVisible()
})

test('fault 8: 429 makes rows and pages wait as long as it says, with a countdown', async ({
  page,
  faults,
  repository,
  place,
  push,
}) => {
  // Two tags of which one continues the other: nothing else is requested that the test's clock could outrun.
  const [{ digest }] = await push('10')
  await tagManifest({ ...place, reference: digest, tag: '1' })
  const limit = { fault: 'status', status: 429, code: 'TOOMANYREQUESTS', times: 1 } as const
  faults.rules([
    { ...limit, path: /tags\/list/, headers: { 'retry-after': '80' } },
    { ...limit, path: /manifests/, headers: { 'retry-after': '100' } },
  ])
  await page.clock.install()
  await page.goto(`/repository/${repository}`)
  const countdown = page.getByText(/in \d+ seconds/)
  await expect(countdown).toContainText(/ (?:80|7\d) seconds/)
  await page.clock.runFor(40_000)
  await expect(countdown).toContainText(/ [34]\d seconds/)
  await expect(tagTable(page)).toHaveCount(0)
  await page.clock.runFor(41_000)
  await expect(rowOf(tagTable(page), '10')).toBeVisible()

  await expect(countdown).toContainText(/ (?:100|9\d) seconds/)
  await page.clock.runFor(101_000)
  await expect(rowOf(tagTable(page), '10')).toContainText(digest.slice(7, 19))
  await expect(countdown).toHaveCount(0)
  expect(await page.getByRole('alert').allTextContents()).toEqual([])
})

test('fault 9: an error 500 is retried once, then shown in its row with the registry’s words', async ({
  page,
  faults,
  repository,
  push,
}) => {
  const [{ digest }] = await push('whole', 'broken')
  faults.rules([
    { fault: 'status', status: 500, path: /tags\/list/, times: 1 },
    { fault: 'status', status: 500, path: /manifests\/whole/, times: 1 },
    { fault: 'status', status: 500, message: 'disk on fire', path: /manifests\/broken/ },
  ])
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'whole')).toContainText(digest.slice(7, 19))
  await expect(rowOf(tagTable(page), 'broken')).toContainText(/error 500 .*disk on fire/)
  const asked = faults.log().filter(({ url }) => url.endsWith('/manifests/broken'))
  expect(asked).toHaveLength(2)

  faults.rules([])
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(tagTable(page), 'broken')).toContainText('sha256:')
})

for (const fault of ['truncate', 'cut'] as const) {
  test(`fault 11: a truncated response (${fault}) is an error, never half a list`, async ({
    page,
    faults,
    repository,
    push,
  }) => {
    await push('1.0', '1.1', '1.2')
    faults.rules([{ fault, path: /tags\/list/ }])
    await page.goto(`/repository/${repository}`)
    const failure = page.getByRole('alert')
    await expect(failure).toContainText(/cut off/)
    await expect(tagTable(page)).toHaveCount(0)
    faults.rules([{ fault, path: /_catalog/ }])
    await failure.getByRole('button', { name: 'Try again' }).click()
    await expect(rowOf(tagTable(page), '1.2')).toBeVisible()

    await page.goto('/')
    await expect(failure).toContainText(/cut off/)
    await expect(repositoryTable(page)).toHaveCount(0)
    await expect(page.getByText('The registry lists no repositories')).toHaveCount(0)
  })
}

test('fault 12: a web page instead of a response is reported as such', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  faults.rules([{ fault: 'html' }])
  const words = /web page/i
  await page.goto('/')
  await expect(page.getByRole('alert')).toContainText(words)
  await page.goto(`/repository/${repository}`)
  await expect(page.getByRole('alert')).toContainText(words)
  faults.rules([{ fault: 'html', path: /manifests/ }])
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(rowOf(tagTable(page), '1.0')).toContainText(words)
})

for (const [status, code, words] of [
  [403, 'DENIED', /not allowed to list/],
  [404, 'NOT_FOUND', /doesn’t list/],
  [405, 'UNSUPPORTED', /doesn’t list/],
] as const) {
  test(`fault 14: if the catalog is refused (${status}), a repository opens by name`, async ({
    page,
    faults,
    repository,
    push,
  }) => {
    await push('1.0')
    faults.rules([{ fault: 'status', status, code, path: /_catalog/ }])
    await page.goto('/')
    await expect(page.getByRole('alert')).toContainText(words)
    await expect(page.getByText('The registry lists no repositories')).toHaveCount(0)
    const field = page.getByRole('combobox', { name: 'Go to a repository or image by name' })
    await field.fill(repository)
    await field.press('Enter')
    await expect(rowOf(tagTable(page), '1.0')).toBeVisible()

    // What was opened once is suggested the next time.
    await page.goto('/')
    await page.getByRole('main').getByRole('link', { name: repository }).click()
    await expect(rowOf(tagTable(page), '1.0')).toBeVisible()
  })
}

/** `team/app-0000`, … */
function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`)
}
