import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { ask, attachArtifact, pushImage } from '../stack/content.mjs'
import { resolveReference, tagDigests } from '../stack/inspect.mjs'
import { runUntilVisible } from './clock.ts'
import { carryOut, confirm, confirmAndHold, openDialog, report } from './deleteDialog.ts'
import { expect, test } from './test.ts'

/** Deletes tags on their repository's page, and closes the report. */
async function deleteTags(page: Page, address: string, tags: readonly string[]): Promise<void> {
  const dialog = await openDialog(page, address, tags)
  await confirm(dialog).click()
  await expect(report(dialog, tags.length)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
}

const toast = (page: Page): Locator => page.getByRole('region', { name: 'Undo' })

const restoreButton = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: `Restore ${name}`, exact: true })

const entryRow = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Select ${name}` }) })

/** In the row of an entry that is back. */
const chip = (row: Locator): Locator => row.getByText('restored', { exact: true })

test.describe('undo', () => {
  test('restores a tag with the same digest, from the bottom of any page', async ({
    page,
    repository,
    place,
    push,
  }) => {
    await push('1.2', '1.3')
    const before = await tagDigests(place)
    await deleteTags(page, `/repository/${repository}`, ['1.2'])
    expect(await resolveReference(place, '1.2')).toBeUndefined()
    await expect(toast(page)).toContainText(new RegExp(`1 tag deleted.*${repository}`))
    await page.getByRole('link', { name: 'Homeport, all repositories' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Repositories' })).toBeVisible()
    await toast(page).getByRole('button', { name: 'Undo' }).click()
    await expect(toast(page)).toContainText(new RegExp(`1 tag restored.*${repository}`))
    expect(await tagDigests(place)).toEqual(before)
    await toast(page).getByRole('button', { name: 'Dismiss' }).click()
    await expect(toast(page)).toBeHidden()
    await page.goto('/deleted')
    await expect(chip(entryRow(page, `${repository}:1.2`))).toBeVisible()
  })

  test('remains while hovered, and disappears after twenty seconds', async ({
    page,
    repository,
    push,
  }) => {
    await push('a', 'b')
    await page.clock.install()
    await deleteTags(page, `/repository/${repository}`, ['a'])
    await page.clock.runFor(1000)
    await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeVisible()
    await toast(page).getByRole('button', { name: 'Undo' }).hover()
    await page.clock.runFor(60_000)
    await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeVisible()
    await page.mouse.move(0, 0)
    await page.clock.runFor(25_000)
    await expect(toast(page)).toBeHidden()
  })
})

test.describe('the history of deletions', () => {
  test('many are restored at once, found with a filter, with progress, and can be stopped', async ({
    page,
    faults,
    repository,
    place,
    push,
  }) => {
    await push('1.9', '1.10', 'c', 'd')
    const before = await tagDigests(place)
    await deleteTags(page, `/repository/${repository}`, ['1.9', '1.10', 'c'])
    await page.goto('/deleted')
    const filter = page.getByRole('textbox', { name: /^Filter/ })
    await filter.fill(`${repository}:1.9`)
    await expect(page.getByText('1 of 3 entries')).toBeVisible()
    await expect(page).toHaveURL(/\?q=/)
    await filter.fill('')
    const boxes = page.getByRole('checkbox', { name: `Select ${repository}:` })
    await expect
      .poll(() => boxes.evaluateAll((all) => all.map((box) => box.ariaLabel?.split(':')[1])))
      .toEqual(['1.10', '1.9', 'c'])
    await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    const held = faults.hold({ method: 'PUT', path: `${repository}/manifests/` })
    await page.getByRole('button', { name: 'Restore 3' }).click()
    await held.reached
    const work = page.getByRole('region', { name: 'Restoration' })
    await expect(work.getByRole('status')).toContainText('Restoring manifests: ')
    await expect(work.getByRole('progressbar')).toBeVisible()
    await work.getByRole('button', { name: 'Stop' }).click()
    await expect(work.getByRole('status')).toContainText('Stopping')
    held.release()
    await expect(work).toBeHidden()
    await expect(page.getByText('Stopped at your request.').first()).toBeVisible()
    expect((await tagDigests(place)).size).toBeLessThan(4)
    const all = page.getByRole('button', { name: 'Restore all 3' })
    await all.click()
    for (const tag of ['1.9', '1.10', 'c']) {
      await expect(chip(entryRow(page, `${repository}:${tag}`))).toBeVisible()
    }
    // What is back is selected no more.
    await expect(page.getByRole('region', { name: 'Selection' })).toHaveCount(0)
    await expect(all).toHaveCount(0)
    expect(await tagDigests(place)).toEqual(before)
  })

  test('asks before overwriting a tag moved meanwhile', async ({
    page,
    repository,
    place,
    push,
  }) => {
    const older = await pushImage({ ...place, tag: 'a', content: 'older' })
    await push('b')
    await deleteTags(page, `/repository/${repository}`, ['a'])
    const newer = await pushImage({ ...place, tag: 'a', content: 'newer' })
    await page.goto('/deleted')
    await restoreButton(page, `${repository}:a`).click()
    const row = entryRow(page, `${repository}:a`)
    await expect(row).toContainText(`a now at ${newer.digest.slice(0, 19)}`)
    expect(await resolveReference(place, 'a')).toBe(newer.digest)
    await row.getByRole('button', { name: `Overwrite ${repository}:a` }).click()
    await expect(chip(row)).toBeVisible()
    expect(await resolveReference(place, 'a')).toBe(older.digest)
  })

  test('is exported, forgotten, imported and restored', async ({
    page,
    repository,
    place,
    push,
  }) => {
    await push('a', 'b', 'c')
    const image = await pushImage({ ...place, tag: 'a', content: 'a' })
    const attach = (content: string) => {
      const note = { artifactType: 'text/note', files: [{ mediaType: 'text/plain', content }] }
      return attachArtifact({ ...place, subject: image.descriptor, ...note })
    }
    const { digest: old, tag: list } = await attach('old')
    const before = await tagDigests(place)
    await deleteTags(page, `/repository/${repository}`, ['a', 'b'])
    await page.goto('/deleted')
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export history' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toMatch(/^homeport-deleted-.*\.json$/)
    const file = { name: 'record.json', mimeType: 'application/json' }
    const buffer = await readFile(await saved.path())

    await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    const bar = page.getByRole('region', { name: 'Selection' })
    await bar.getByRole('button', { name: 'Remove from history…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(/can’t be restored/)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(restoreButton(page, `${repository}:a`)).toBeVisible()
    await bar.getByRole('button', { name: 'Remove from history…' }).click()
    await dialog.getByRole('button', { name: 'Remove 2 entries' }).click()
    await expect(page.getByText(/^Nothing has been deleted/)).toBeVisible()

    const field = page.getByLabel('File with an exported history')
    await field.setInputFiles({ ...file, buffer: buffer.subarray(0, -40) })
    await expect(page.getByRole('alert')).toContainText(/Nothing was imported.*truncated/)
    await field.setInputFiles({ ...file, buffer })
    await expect(page.getByText('2 entries imported')).toBeVisible()
    await field.setInputFiles({ ...file, buffer })
    await expect(page.getByText('2 entries were already here')).toBeVisible()
    // Somebody else built the image again, without a tag, and attached something to it.
    await pushImage({ ...place, content: 'a' })
    const newer = await attach('newer')
    await restoreButton(page, `${repository}:b`).click()
    await expect(chip(entryRow(page, `${repository}:b`))).toBeVisible()
    await restoreButton(page, `${repository}:a`).click()
    const row = entryRow(page, `${repository}:a`)
    await expect(row).toContainText('a restored.')
    await expect(row).toContainText(/left unchanged/)
    expect(await tagDigests(place)).toEqual(new Map(before).set(list, newer.index.digest))
    await row.getByRole('button', { name: `Add to ${repository}:${list}` }).click()
    await expect(row).toContainText(/restored, with /)
    const headers = { accept: newer.index.mediaType }
    const answer = await ask(place, 'GET', `manifests/${list}`, { headers })
    expect(await answer.json()).toMatchObject({
      manifests: [{ digest: newer.digest }, { digest: old }],
    })
  })

  test('is up to date in every window', async ({ page, context, repository, push }) => {
    await push('a', 'b')
    const other = await context.newPage()
    await other.goto('/deleted')
    await expect(other.getByText(/^Nothing has been deleted/)).toBeVisible()
    await deleteTags(page, `/repository/${repository}`, ['a'])
    await expect(restoreButton(other, `${repository}:a`)).toBeVisible()
  })
})

test('a newer history database, opened by another window, isn’t touched but reported', async ({
  page,
  repository,
  push,
}) => {
  await push('a', 'b')
  await deleteTags(page, `/repository/${repository}`, ['a'])
  await page.goto('/deleted')
  await expect(restoreButton(page, `${repository}:a`)).toBeVisible()
  // Only succeeds when the page closes its connection.
  const version = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const known = databases.find(({ name }) => name?.startsWith('homeport-journal'))
    const request = indexedDB.open(known?.name ?? '', (known?.version ?? 0) + 1)
    await new Promise((resolve) => request.addEventListener('success', resolve))
    const { version } = request.result
    request.result.close()
    return version
  })
  expect(version).toBe(2)
  await page.reload()
  await expect(page.getByText(/newer version of Homeport/)).toBeVisible()
})

test.describe('a browser that stores nothing', () => {
  const broken: readonly (readonly [string, () => void])[] = [
    [
      'its settings forbid it',
      () =>
        Object.defineProperty(globalThis, 'indexedDB', {
          get: () => {
            throw new DOMException('denied', 'SecurityError')
          },
        }),
    ],
    [
      'its storage does not answer',
      () => {
        // oxlint-disable-next-line typescript/unbound-method -- called with the factory below
        const { open } = IDBFactory.prototype
        IDBFactory.prototype.open = function openInSilence(name) {
          const request = open.call(this, `${name} in silence`)
          request.addEventListener = () => undefined
          return request
        }
      },
    ],
    [
      'its storage is full',
      () => {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException('full', 'QuotaExceededError')
        }
      },
    ],
  ]
  for (const [what, breakIt] of broken) {
    test(`says so first, and deletes without a history if told to: ${what}`, async ({
      page,
      repository,
      place,
      push,
    }) => {
      await push('a', 'b')
      await page.addInitScript(breakIt)
      await page.clock.install()
      await page.goto('/deleted')
      await runUntilVisible(page, page.getByText(/keeps no history/))
      const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
      await runUntilVisible(page, dialog.getByText(/can’t be undone/).first())
      await expect(dialog).toContainText(/doesn’t let Homeport store data/)
      await expect(confirm(dialog)).toBeEnabled()
      await expect(dialog.getByRole('textbox')).toHaveCount(0)
      await carryOut(dialog)
      await expect(dialog.getByRole('link', { name: 'Deleted' })).toHaveCount(0)
      await dialog.getByRole('button', { name: 'Close' }).click()
      await expect(page.getByRole('link', { name: 'b', exact: true })).toBeVisible()
      await expect(toast(page)).toHaveCount(0)
      expect(await resolveReference(place, 'a')).toBeUndefined()
    })
  }
})

test('if the storage becomes full in the middle, nothing is deleted', async ({
  page,
  repository,
  place,
  push,
}) => {
  await push('a', 'b')
  const before = await tagDigests(place)
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- called with the store below
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function putUntilFull(value: unknown, key?: IDBValidKey) {
      if (typeof value === 'object') throw new DOMException('full', 'QuotaExceededError')
      return put.call(this, value, key)
    }
  })
  const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
  await confirm(dialog).click()
  await expect(report(dialog, 0, 1)).toBeVisible()
  await expect(dialog).toContainText(/couldn’t store what undo needs/)
  expect(await tagDigests(place)).toEqual(before)
})

test.describe('an interrupted deletion', () => {
  test('is handled by the next start, and can be undone', async ({
    page,
    context,
    faults,
    repository,
    place,
    push,
  }) => {
    const [image] = await push('a', 'b')
    const before = await tagDigests(place)
    const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
    const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
    await page.close({ runBeforeUnload: false })
    held.release()
    const next = await context.newPage()
    await next.clock.install()
    await next.goto('/')
    const said = next.getByText(new RegExp(`${repository} was interrupted.* 1 tag deleted`))
    await runUntilVisible(next, said)
    await next.goto('/deleted')
    await restoreButton(next, `${repository}:a`).click()
    await expect(chip(entryRow(next, `${repository}:a`))).toBeVisible()
    expect(await tagDigests(place)).toEqual(before)
  })

  test('is left alone while its page is still working on it', async ({
    page,
    context,
    faults,
    repository,
    push,
  }) => {
    const [image] = await push('a', 'b')
    const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
    const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
    const other = await context.newPage()
    await other.goto('/deleted')
    await expect(entryRow(other, `${repository}:a`)).toContainText('interrupted')
    await expect(other.getByText(/in another window/)).toBeVisible()
    await restoreButton(other, `${repository}:a`).click()
    await expect(entryRow(other, `${repository}:a`)).toContainText(/still running/)
    held.release()
    await expect(report(dialog, 1)).toBeVisible()
    await expect(entryRow(other, `${repository}:a`)).not.toContainText('interrupted')
  })

  test('only asks for a login if somebody wants to sign in', async ({
    page,
    context,
    startSite,
  }) => {
    const { registry, faults, origin, push } = await startSite()
    const [image] = await push('a', 'b')
    const dialog = await openDialog(page, `${origin}/repository/app`, ['a'])
    const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
    await page.close({ runBeforeUnload: false })
    held.release()
    await registry.restart({ htpasswd: { user: 'anna', password: 'secret' } })
    const next = await context.newPage()
    await next.clock.install()
    await next.goto(`${origin}/deleted`)
    const main = next.getByRole('main')
    const signIn = next.getByRole('dialog', { name: /^Sign in/ })
    const wanted = main.getByRole('button', { name: 'Sign in' })
    await runUntilVisible(next, wanted)
    await expect(signIn).toBeHidden()
    await wanted.click()
    await signIn.getByLabel('User').fill('anna')
    await signIn.getByLabel('Password').fill('secret')
    await signIn.getByRole('button', { name: 'Sign in' }).click()
    const said = main.getByText(/ app was interrupted.* 1 tag (deleted|kept)/)
    await runUntilVisible(next, said)
  })
})

test('everything works by keyboard', async ({ page, repository, place, push }) => {
  await push('a', 'b')
  const before = await tagDigests(place)
  const focused = page.locator(':focus')
  await page.goto(`/repository/${repository}`)
  await page.getByRole('checkbox', { name: 'Select a', exact: true }).focus()
  await page.keyboard.press('Space')
  await page
    .getByRole('region', { name: 'Selection' })
    .getByRole('button', { name: /^Delete/ })
    .focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(confirm(dialog)).toBeEnabled()
  await confirm(dialog).focus()
  await page.keyboard.press('Enter')
  await expect(report(dialog, 1)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeVisible()
  const focusedText = () => page.evaluate(() => document.activeElement?.textContent)
  for (let presses = 0; presses < 60 && (await focusedText()) !== 'Show'; presses += 1) {
    await page.keyboard.press('Tab')
  }
  await expect(focused).toHaveText('Show')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Deleted' })).toBeFocused()
  await expect(restoreButton(page, `${repository}:a`)).toBeVisible()
  for (const name of [
    'Export history',
    'Import…',
    'Filter: repository, tag, digest',
    'Select all shown',
    `Select ${repository}:a`,
    repository,
    `Restore ${repository}:a`,
  ]) {
    await page.keyboard.press('Tab')
    await expect(focused).toHaveAccessibleName(name)
  }
  await page.keyboard.press('Enter')
  await expect(chip(entryRow(page, `${repository}:a`))).toBeVisible()
  expect(await tagDigests(place)).toEqual(before)
})
