import { mkdir, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { pushImage } from '../stack/content.mjs'
import { resolveReference } from '../stack/inspect.mjs'
import { runProcess } from '../stack/process.mjs'
import { startTokenService } from '../test/script/tokenService.ts'
import { deletions, report } from './deleteDialog.ts'
import { repositoryTable, rowOf, tagTable } from './rows.ts'
import { type Site } from './test.ts'
import { expect, test } from './watched.ts'

const htpasswd = { user: 'anna', password: 'pässword: 1' }
const authorization = `Basic ${Buffer.from(`${htpasswd.user}:${htpasswd.password}`).toString('base64')}`

const dialogOf = (page: Page) => page.getByRole('dialog', { name: /^Sign in to / })

async function signIn(page: Page, password = htpasswd.password): Promise<void> {
  const dialog = dialogOf(page)
  await dialog.getByLabel('User').fill(htpasswd.user)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
}

/** Records whenever Chromium itself would ask for a password. */
async function watchBrowserDialog(page: Page): Promise<readonly string[]> {
  const asked: string[] = []
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.authRequired', ({ request, requestId }) => {
    asked.push(request.url)
    void session.send('Fetch.continueWithAuth', {
      requestId,
      authChallengeResponse: { response: 'CancelAuth' },
    })
  })
  session.on('Fetch.requestPaused', ({ requestId }) => {
    // It can't be continued if the page has abandoned it meanwhile.
    session.send('Fetch.continueRequest', { requestId }).catch(() => undefined)
  })
  await session.send('Fetch.enable', { handleAuthRequests: true })
  return asked
}

async function pushTo({ registry }: Site, repository: string, tag: string) {
  return await pushImage({ origin: registry.origin, repository, tag, authorization })
}

test('Homeport itself asks for the login; a wrong password is refused, the right one works', async ({
  page,
  startSite,
}) => {
  const site = await startSite({ registry: { htpasswd } })
  const { digest } = await pushTo(site, 'team/app', '1.0')
  const byBrowser = await watchBrowserDialog(page)
  await page.goto(site.origin)
  await expect(dialogOf(page)).toContainText(/unencrypted/)
  await signIn(page, 'wrong')
  await expect(dialogOf(page)).toContainText(/Wrong user name or password/)
  await signIn(page)
  await expect(dialogOf(page)).toHaveCount(0)
  await expect(rowOf(repositoryTable(page), 'team/app')).toContainText('linux/amd64')
  await page.getByRole('link', { name: 'team/app' }).click()
  await expect(rowOf(tagTable(page), '1.0')).toContainText(digest.slice(7, 19))

  // The password is changed: the page stays, and asks.
  await site.registry.restart({ htpasswd: { ...htpasswd, password: 'changed' } })
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  await expect(dialogOf(page)).toBeVisible()
  await expect(page.getByTitle(digest).last()).toBeVisible()
  await signIn(page)
  await expect(dialogOf(page)).toContainText(/Wrong user name or password/)
  await signIn(page, 'changed')
  await expect(dialogOf(page)).toHaveCount(0)
  expect(byBrowser).toEqual([])
})

test('a 403 for somebody who isn’t signed in offers it', async ({
  page,
  faults,
  repository,
  push,
}) => {
  const [{ digest }] = await push('1.0')
  const path = 'tags/list'
  faults.rules([{ fault: 'status', status: 403, code: 'DENIED', path }])
  await page.goto(`/repository/${repository}`)
  await expect(page.getByRole('alert')).toContainText('not allowed')
  await expect(dialogOf(page)).toHaveCount(0)
  await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).click()
  faults.rules([{ fault: 'status', status: 401, code: 'UNAUTHORIZED', path }])
  await signIn(page)
  await expect(dialogOf(page)).toContainText(/Wrong user name or password/)
  faults.rules([])
  await signIn(page)
  await expect(rowOf(tagTable(page), '1.0')).toContainText(digest.slice(7, 19))
})

test('the password is only in this page’s memory, and signing out forgets it', async ({
  page,
  context,
  startSite,
}) => {
  const site = await startSite({ registry: { htpasswd } })
  await pushTo(site, 'team/app', '1.0')
  await page.goto(site.origin)
  await signIn(page)
  // Its details are the row's last request: then nothing is in flight.
  await expect(rowOf(repositoryTable(page), 'team/app')).toContainText('linux/amd64')
  const stored = await page.evaluate(() => {
    const kept = [localStorage, sessionStorage].map((storage) => Object.entries(storage))
    return JSON.stringify([kept, document.cookie])
  })
  const cookies = JSON.stringify(await context.cookies())
  const secret = authorization.slice(6)
  for (const place of [stored, cookies, page.url()]) {
    expect(place).not.toContain(secret)
    expect(place).not.toContain(htpasswd.password)
  }

  site.faults.forget()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(dialogOf(page)).toBeVisible()
  await expect(page.getByRole('link', { name: 'team/app' })).toHaveCount(0)
  await dialogOf(page).getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByRole('alert')).toContainText('Sign-in required')
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0)
  for (const { headers } of site.faults.log()) expect(headers.authorization).toBeUndefined()

  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await signIn(page)
  await expect(rowOf(repositoryTable(page), 'team/app')).toBeVisible()
  await page.reload()
  await expect(dialogOf(page)).toBeVisible()

  await page.goto(`${site.origin}/connection`)
  const main = page.getByRole('main')
  await expect(main).toContainText('Sign in with the button at the top')
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click()
  await signIn(page)
  await expect(main).toContainText('Signed in as anna')
})

test('fault 4: a later 401 keeps the page and its data; after the login reads are repeated', async ({
  page,
  startSite,
}) => {
  const site = await startSite()
  const { digest } = await pushTo(site, 'team/app', '1.0')
  const image = await pushTo(site, 'team/app', '2.0')
  const held = site.faults.hold({ path: /manifests\/1\.0/ })
  await page.goto(`${site.origin}/repository/team/app`)
  await expect(rowOf(tagTable(page), '2.0')).toContainText(image.digest.slice(7, 19))
  await page.getByRole('checkbox', { name: 'Select 2.0', exact: true }).check()
  await page.getByRole('textbox', { name: /^Filter tags/ }).fill('.0')
  await held.reached
  await site.registry.restart({ htpasswd })
  held.release()
  await expect(dialogOf(page)).toBeVisible()
  await expect(page.getByTitle(image.digest).last()).toBeVisible()
  await signIn(page)
  await expect(rowOf(tagTable(page), '1.0')).toContainText(digest.slice(7, 19))
  await expect(page.getByRole('checkbox', { name: 'Select 2.0', exact: true })).toBeChecked()
  await expect(page.getByRole('textbox', { name: /^Filter tags/ })).toHaveValue('.0')
})

test('fault 4: a deletion refused with 401 isn’t repeated automatically', async ({
  page,
  startSite,
}) => {
  const site = await startSite()
  const place = { origin: site.registry.origin, repository: 'team/app', authorization }
  const { digest } = await pushTo(site, 'team/app', 'a')
  await pushTo(site, 'team/app', 'b')
  await page.goto(`${site.origin}/repository/team/app`)
  await page.getByRole('checkbox', { name: 'Select a', exact: true }).check()
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: /^Delete/ }).click()
  const dialog = page.getByRole('dialog', { name: /from team\/app/ })
  await expect(dialog.getByRole('button', { name: /^Delete/ })).toBeEnabled()
  const held = site.faults.hold({ method: 'DELETE', path: `${digest}$` })
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await held.reached
  site.faults.forget()
  await site.registry.restart({ htpasswd })
  held.release()
  await expect(dialogOf(page)).toBeVisible()
  await signIn(page)
  await expect(dialog).toContainText(/Stopped.* login/)
  expect(deletions(site.faults)).toEqual([])
  expect(await resolveReference(place, 'a')).toBe(digest)

  await dialog.getByRole('button', { name: 'Try again' }).click()
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await expect(report(dialog, 1)).toBeVisible()
  expect(await resolveReference(place, 'a')).toBeUndefined()
})

test('a token service: strangers see what is public, a login deletes, and a refused right is no reason to ask again', async ({
  page,
  startSite,
}) => {
  const tokens = await startTokenService(htpasswd, (scope, user) => {
    const [type, name, action] = scope.split(':')
    if (type !== 'repository') return false
    if (name === 'public/app') return action === 'pull'
    return user !== undefined && (name === 'team/app' || action === 'pull')
  })
  const environment = { ENV_TOKEN_REALM_URL: tokens.settings.realm }
  const site = await startSite({ registry: { token: tokens.settings }, environment })
  const { origin } = site.registry
  const pushed = new Map<string, string>()
  for (const repository of ['public/app', 'team/app', 'team/kept']) {
    const authorization = tokens.all(repository)
    const { digest } = await pushImage({ origin, repository, tag: '1.0', authorization })
    pushed.set(repository, digest)
  }
  const byBrowser = await watchBrowserDialog(page)
  const digestOf = (repository: string) => pushed.get(repository)?.slice(7, 19) ?? ''

  await page.goto(`${site.origin}/repository/public/app`)
  await expect(rowOf(tagTable(page), '1.0')).toContainText(digestOf('public/app'))
  await expect(rowOf(tagTable(page), '1.0')).toContainText('linux/amd64')
  expect(tokens.scopes).toEqual(['repository:public/app:pull'])
  await expect(dialogOf(page)).toHaveCount(0)

  await page.goto(site.origin)
  await signIn(page, 'wrong')
  await expect(dialogOf(page)).toContainText('Wrong user name or password')
  await dialogOf(page)
    .getByRole('checkbox', { name: /^Stay signed in/ })
    .check()
  await signIn(page)
  await expect(page.getByRole('alert')).toContainText('not allowed to list')
  await expect(dialogOf(page)).toHaveCount(0)
  const signOut = page.getByRole('button', { name: 'Sign out' })
  await expect(signOut).toHaveAttribute('title', 'Signed in as anna')

  await page.goto(`${site.origin}/repository/team/kept`)
  const dialog = page.getByRole('dialog', { name: /from team\// })
  await openDeletion(page)
  await expect(dialog).toContainText('not allowed')
  await expect(dialogOf(page)).toHaveCount(0)
  await dialog
    .getByRole('button', { name: /Close|Cancel/ })
    .first()
    .click()

  await page.goto(`${site.origin}/repository/team/app`)
  await openDeletion(page)
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await expect(report(dialog, 1)).toBeVisible()
  const place = { origin, repository: 'team/app', authorization: tokens.all('team/app') }
  expect(await resolveReference(place, '1.0')).toBeUndefined()
  await dialog.getByRole('button', { name: 'Close' }).first().click()

  await page.goto(`${site.origin}/connection`)
  const main = page.getByRole('main')
  await expect(main).toContainText(/Signed in as anna\. A token is used for \d+ seconds, then/)
  await page.goto(`${site.origin}/repository/team/app`)
  await signOut.click()
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('anna')
  await expect(dialogOf(page)).toBeVisible()
  expect(byBrowser).toEqual([])
  await tokens.stop()
})

test('a login kept by nginx: nobody is asked, and a wrong one is said to be wrong there', async ({
  page,
  startSite,
}, info) => {
  const tokens = await startTokenService(htpasswd)
  const password = info.outputPath('password')
  await mkdir(info.outputDir, { recursive: true })
  await writeFile(password, `${htpasswd.password}\n`)
  const environment = {
    ENV_TOKEN_REALM_URL: tokens.settings.realm,
    ENV_REGISTRY_USERNAME: htpasswd.user,
    ENV_REGISTRY_PASSWORD_FILE: password,
    ENV_ANYONE_MAY_DELETE: 'true',
  }
  const registry = { token: tokens.settings }
  const site = await startSite({ registry, environment })
  const place = { ...site.place, authorization: tokens.all('app') }
  const { digest } = await pushImage({ ...place, tag: '1.0' })
  await page.goto(`${site.origin}/repository/app`)
  await expect(rowOf(tagTable(page), '1.0')).toContainText(digest.slice(7, 19))
  await openDeletion(page)
  const dialog = page.getByRole('dialog', { name: /from app/ })
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await expect(report(dialog, 1)).toBeVisible()
  expect(await resolveReference(place, '1.0')).toBeUndefined()

  await writeFile(password, 'wrong')
  const other = await startSite({ registry, environment })
  await page.goto(`${other.origin}/repository/app`)
  await expect(dialogOf(page)).toContainText('ENV_REGISTRY_PASSWORD_FILE')
  await expect(dialogOf(page).getByLabel('Password')).toHaveCount(0)
  await tokens.stop()
})

test('a password before the page and a login typed into it go together', async ({
  page,
  startSite,
}, info) => {
  const file = info.outputPath('htpasswd')
  await mkdir(info.outputDir, { recursive: true })
  const { stdout } = await runProcess('htpasswd', ['-niB', '-C', '5', 'ui'], { input: 'door' })
  await writeFile(file, stdout)
  const environment = { ENV_UI_HTPASSWD_FILE: file }
  const site = await startSite({ registry: { htpasswd }, environment })
  await pushTo(site, 'team/app', '1.0')
  const headers = { Authorization: `Basic ${btoa('ui:door')}` }
  const { status } = await fetch(`${site.nginx.origin}/v2/`, { headers })
  info.skip(status === 401, 'it needs njs 0.8.0: before that, it can’t change a status')
  // As if typed into the browser's dialog. A page whose own address has a password may request nothing.
  await page.goto(`${site.origin.replace('://', '://ui:door@')}/settings.js`)
  const byBrowser = await watchBrowserDialog(page)
  for (let round = 0; round < 2; round++) {
    await page.goto(site.origin)
    await signIn(page, 'wrong')
    await expect(dialogOf(page)).toContainText(/Wrong user name or password/)
    await signIn(page)
    await expect(rowOf(repositoryTable(page), 'team/app')).toContainText('linux/amd64')
  }
  expect(byBrowser).toEqual([])
})

test('a sign-in page of a proxy in front is named, and no login for the registry is asked for', async ({
  page,
  repository,
  push,
}) => {
  await push('1.0')
  for (const [status, text] of [
    [401, 'session with the proxy'],
    [200, 'sign-in page'],
  ] as const) {
    const body = '<!doctype html><title>Sign in</title>'
    await page.route('**/v2/**', (route) =>
      route.fulfill({ status, contentType: 'text/html', body }),
    )
    await page.goto(`/repository/${repository}`)
    const place = status === 401 ? dialogOf(page) : page.getByRole('alert')
    await expect(place).toContainText(text)
    await expect(page.getByLabel('Password')).toHaveCount(0)
    await page.unroute('**/v2/**')
  }
  await page.reload()
  await expect(rowOf(tagTable(page), '1.0')).toBeVisible()
})

async function openDeletion(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select 1.0', exact: true }).check()
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: /^Delete/ }).click()
}

test('a token service on another host is named with the line that makes it work', async ({
  page,
  faults,
  repository,
}) => {
  const realm = 'https://auth.example.org/token'
  const headers = {
    'www-authenticate': `Bearer service="registry",scope="registry:catalog:*",realm="${realm}"`,
  }
  faults.rules([{ fault: 'status', status: 401, code: 'UNAUTHORIZED', headers }])
  await page.goto(`/repository/${repository}`)
  await expect(dialogOf(page)).toContainText(`ENV_TOKEN_REALM_URL=${realm}`)
  await signIn(page)
  await expect(dialogOf(page)).toContainText('wants a token')
  await dialogOf(page).getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByRole('alert')).toContainText('Sign-in required')
})

test('nothing is preloaded if a login is required', async ({ page, startSite }) => {
  const site = await startSite({ registry: { htpasswd } })
  await pushTo(site, 'team/app', '1.0')
  const preloadOf = async () => (await page.goto(site.origin))?.headers()['link']
  expect(await preloadOf()).toContain('/v2/_catalog')
  await expect(dialogOf(page)).toBeVisible()
  expect(await preloadOf()).toBeUndefined()
  await signIn(page)
  await expect(rowOf(repositoryTable(page), 'team/app')).toBeVisible()
})
