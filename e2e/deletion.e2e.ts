import type { Locator, Page } from '@playwright/test'
import { pushImage, tagManifest } from '../stack/content.mjs'
import { resolveReference, tagDigests } from '../stack/inspect.mjs'
import {
  askToDelete,
  carryOut,
  confirm,
  confirmAndHold,
  openDialog,
  report,
  section,
} from './deleteDialog.ts'
import { rowOf, tagTable } from './rows.ts'
import { expect, test } from './test.ts'

const tagLink = (page: Page, tag: string) =>
  page.getByRole('table', { name: 'Tags' }).getByRole('link', { name: tag, exact: true })

test.describe('what is not selected is kept', () => {
  test('one tag of a shared image is deleted, the other is kept', async ({
    page,
    repository,
    place,
    push,
  }) => {
    const shared = await pushImage({ ...place, tag: 'latest', content: 'shared' })
    await tagManifest({ ...place, reference: shared.digest, tag: '1.2' })
    await push('1.1')
    const before = await tagDigests(place)

    const dialog = await openDialog(page, `/repository/${repository}`, ['latest'])
    await expect(dialog).toContainText(
      'Deletes 1 tag, but not its image; 2 tags kept; frees no space; can be undone from this browser until garbage collection runs.',
    )
    await expect(section(dialog, 'goes')).toContainText('latest')
    await expect(section(dialog, 'goes')).toContainText('this tag only; image kept')
    await expect(section(dialog, 'stays')).toContainText('1.2')
    await expect(section(dialog, 'stays')).toContainText(/same image as latest/)
    await expect(section(dialog, 'space')).toContainText('garbage collection')
    await carryOut(dialog)
    await expect(section(dialog, 'deleted')).toContainText('deleted; image kept')
    await expect(dialog).toContainText(/2 other tags still exist/)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toBeHidden()
    await expect(tagLink(page, '1.2')).toBeVisible()
    await expect(tagLink(page, 'latest')).toHaveCount(0)
    await expect(rowOf(tagTable(page), '1.2')).not.toContainText('also tagged')

    before.delete('latest')
    expect(await tagDigests(place)).toEqual(before)
  })
})

test.describe('from selection to report', () => {
  test('one tag is deleted from its image’s page, by keyboard', async ({
    page,
    repository,
    place,
    push,
  }) => {
    await push('only', 'other')
    await page.goto(`/image/${repository}:only`)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: /^Delete/ }).focus()
    await page.keyboard.press('Enter')
    await expect(confirm(dialog)).toBeEnabled()
    await confirm(dialog).focus()
    await page.keyboard.press('Enter')
    await expect(report(dialog, 1)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(new RegExp(`/repository/${repository}$`))
    expect([...(await tagDigests(place)).keys()]).toEqual(['other'])
  })

  test('Esc doesn’t close it while the registry is working', async ({
    page,
    faults,
    repository,
    push,
  }) => {
    const [image] = await push('a', 'b')
    const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
    const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Escape')
    // A request to close without a key, like a phone's back gesture.
    for (let request = 0; request < 5; request += 1) {
      await dialog.evaluate((element) => (element as HTMLDialogElement).requestClose())
    }
    await dialog.evaluate((element) => (element as HTMLDialogElement).close())
    await expect(dialog.getByRole('button', { name: 'Pause' })).toBeVisible()
    expect(await dialog.evaluate((element) => element.matches(':modal'))).toBe(true)
    held.release()
    await expect(report(dialog, 1)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  test('it continues when its page is left, and an important report is shown', async ({
    page,
    faults,
    repository,
    place,
    push,
  }) => {
    const [image] = await push('a', 'b')
    await page.goto(`/image/${repository}:b`)
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').last().click()
    const dialog = await openDialogHere(page, 'a')
    const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
    await page.goBack()
    await expect(page).toHaveURL(/\/image\//)
    await expect(runLine(page, repository)).toBeVisible()
    await expect(dialog).toHaveCount(0)
    await page.getByRole('button', { name: /^Delete/ }).click()
    await expect(page.getByText('One deletion at a time')).toBeVisible()
    await expect(dialog).toHaveCount(0)
    await page.goForward()
    await expect(dialog.getByRole('button', { name: 'Pause' })).toBeVisible()
    await expect(runLine(page, repository)).toHaveCount(0)
    await page.goBack()
    await expect(runLine(page, repository)).toBeVisible()
    await tagManifest({ ...place, reference: image.digest, tag: 'b' })
    held.release()
    await expect(report(dialog, 1)).toContainText(repository)
    await expect(dialog).toContainText(/unselected tag was affected/)
    await page.goForward()
    await expect(page).toHaveURL(/\/repository\//)
    await expect(report(dialog, 1)).toContainText(repository)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toBeHidden()
    expect(await resolveReference(place, 'b')).toBe(image.digest)
  })

  test('when the page of a plan is left, the plan is aborted', async ({
    page,
    faults,
    repository,
    push,
  }) => {
    await push('a')
    await page.goto(`/image/${repository}:a`)
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').last().click()
    await expect(tagLink(page, 'a')).toBeVisible()
    const held = faults.hold({ method: 'GET', path: `${repository}/tags/list` })
    const dialog = await openDialogHere(page, 'a')
    await held.reached
    await expect(dialog).toBeVisible()
    await page.goBack()
    await expect(dialog).toHaveCount(0)
    held.release()
    await page.goForward()
    await expect(tagLink(page, 'a')).toBeVisible()
    await expect(dialog).toHaveCount(0)
  })

  test('selected tags hidden by the filter are shown in the plan', async ({
    page,
    repository,
    push,
  }) => {
    await push('apple', 'berry')
    await page.goto(`/repository/${repository}`)
    await page.getByRole('checkbox', { name: 'Select apple', exact: true }).check()
    await page.getByRole('textbox', { name: /^Filter tags/ }).fill('berry')
    await askToDelete(page)
    await expect(page.getByRole('dialog')).toContainText(/not shown.*: apple/)
  })

  test('a failed one is shown with its reason and can be retried', async ({
    page,
    faults,
    repository,
    place,
    push,
  }) => {
    const [image] = await push('a', 'b')
    const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
    await expect(confirm(dialog)).toBeEnabled()
    const refusal = {
      fault: 'status',
      status: 403,
      code: 'DENIED',
      message: 'not for you',
    } as const
    faults.rules([{ method: 'DELETE', path: `${image.digest}$`, ...refusal }])
    await confirm(dialog).click()
    await expect(report(dialog, 0, 1)).toBeVisible()
    // What is refused here isn’t refused everywhere.
    await expect(dialog).not.toContainText('Stopped')
    await expect(section(dialog, 'notDeleted')).toContainText(
      'kept: the registry refused to delete it',
    )
    await expect(section(dialog, 'notDeleted')).toContainText('not for you')
    expect(await resolveReference(place, 'a')).toBe(image.digest)
    faults.rules([])
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await carryOut(dialog)
    expect(await resolveReference(place, 'a')).toBeUndefined()
  })

  test('a long plan shows its progress, and can be aborted', async ({
    page,
    faults,
    repository,
    place,
    push,
  }) => {
    await push('a')
    await page.goto(`/repository/${repository}`)
    await expect(tagLink(page, 'a')).toBeVisible()
    faults.rules([{ method: 'GET', path: 'tags/list', fault: 'hang' }])
    const dialog = await openDialogHere(page, 'a')
    await expect(dialog.getByRole('status')).toContainText('Listing tags')
    await expect(dialog.getByRole('progressbar')).toBeVisible()
    await expect(confirm(dialog)).toBeDisabled()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    expect(await resolveReference(place, 'a')).toBeDefined()
  })
})

test('on a phone the row’s menu closes behind the dialog, which takes the whole width', async ({
  page,
  repository,
  push,
}) => {
  await page.setViewportSize({ width: 375, height: 700 })
  await push('a', 'b')
  await page.goto(`/repository/${repository}`)
  const button = page.getByRole('button', { name: 'Copy a…' })
  const dialog = page.getByRole('dialog')
  // The second time its part of the program is there already.
  for (let time = 0; time < 2; time += 1) {
    await button.click()
    await page.getByRole('menuitem', { name: 'Delete a…' }).click()
    await expect(confirm(dialog)).toBeEnabled()
    await expect(page.getByRole('menu')).toHaveCount(0)
    expect((await dialog.boundingBox())?.width).toBe(375)
    await expect(confirm(dialog)).toBeInViewport({ ratio: 1 })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(button).toBeFocused()
  }
})

test.describe('when Homeport was updated, parts that are missing by now', () => {
  const gone = { status: 404, contentType: 'text/html', body: 'Not found' }
  const missing = (page: Page) => page.getByText(/couldn’t be loaded/)

  test('leave the names in a list, and are reported in place of an image', async ({
    page,
    repository,
    push,
  }) => {
    await push('a')
    await page.route('**/assets/reader-*.js', (route) => route.fulfill(gone))
    await page.goto(`/repository/${repository}`)
    await expect(page.getByRole('table', { name: 'Tags' })).toContainText('couldn’t be loaded')
    await tagLink(page, 'a').click()
    await expect(missing(page)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible()
  })

  test('replace no page during a deletion', async ({ page, faults, repository, place, push }) => {
    const [image] = await push('a', 'b')
    await page.goto(`/image/${repository}:b`)
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').last().click()
    const dialog = await openDialogHere(page, 'a')
    const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
    await page.goBack()
    await page.route('**/assets/*.js', (route) => route.fulfill(gone))
    // A dialog reports it in a dialog, a page in its place.
    await page.getByRole('button', { name: 'Add a tag…' }).click()
    await expect(missing(page)).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Reload' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(':b')
    await page.getByRole('banner').getByRole('link', { name: 'Deleted' }).click()
    await expect(missing(page)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible()
    await expect(runLine(page, repository)).toBeVisible()
    held.release()
    await expect(report(dialog, 1)).toContainText(repository)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toBeHidden()
    expect([...(await tagDigests(place)).keys()]).toEqual(['b'])
  })

  test('are reported if the deletion itself is one', async ({ page, repository, push }) => {
    await push('a')
    await page.route('**/assets/DeleteDialog-*.js', (route) => route.fulfill(gone))
    await page.goto(`/repository/${repository}`)
    const dialog = await openDialogHere(page, 'a')
    await expect(missing(page)).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Reload' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toBeHidden()
    await expect(tagLink(page, 'a')).toBeVisible()
  })
})

/** What other pages show of a running deletion. */
const runLine = (page: Page, repository: string): Locator =>
  page.getByRole('region', { name: `Deletion in ${repository}` })

async function openDialogHere(page: Page, tag: string): Promise<Locator> {
  await page.getByRole('checkbox', { name: `Select ${tag}`, exact: true }).check()
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: /^Delete/ }).click()
  return page.getByRole('dialog')
}

test.describe('if nothing can be deleted', () => {
  test('the line that enables it is shown', async ({ page, startSite }) => {
    const { registry, origin, push } = await startSite({ registry: { deletion: false } })
    await push('a')
    const dialog = await openDialog(page, `${origin}/repository/app`, ['a'])
    await expect(dialog).toContainText(/disabled/)
    await expect(dialog).toContainText('REGISTRY_STORAGE_DELETE_ENABLED=true')
    await expect(confirm(dialog)).toHaveCount(0)
    await registry.restart({ deletion: true })
    await dialog.getByRole('button', { name: 'Check again' }).click()
    await expect(confirm(dialog)).toBeEnabled()
  })

  test('a login is requested, then the plan is made', async ({ page, startSite }) => {
    const { registry, origin, push } = await startSite()
    await push('a')
    await page.goto(`${origin}/repository/app`)
    // Nothing else is requested by then.
    await expect(rowOf(tagTable(page), 'a')).toContainText(/\d B/)
    await registry.restart({ htpasswd: { user: 'anna', password: 'secret' } })
    await page.getByRole('checkbox', { name: 'Select a', exact: true }).check()
    await askToDelete(page)
    const signIn = page.getByRole('dialog', { name: /^Sign in/ })
    await signIn.getByLabel('User').fill('anna')
    await signIn.getByLabel('Password').fill('secret')
    await signIn.getByRole('button', { name: 'Sign in' }).click()
    const dialog = page.getByRole('dialog', { name: /^Delete a/ })
    await confirm(dialog).click()
    await expect(report(page.getByRole('dialog'), 1)).toBeVisible()
  })
})

test('on distribution 3.x tags are deleted by name, and their images can be kept', async ({
  page,
  startSite,
}) => {
  const { origin, place, push } = await startSite({ registry: { kind: '3.1.2' } })
  const [image] = await push('a', 'b')
  const dialog = await openDialog(page, `${origin}/repository/app`, ['a'])
  await expect(section(dialog, 'goes')).toContainText('with its image')
  const space = section(dialog, 'space')
  await space.getByText('How to run it').click()
  await expect(space).toContainText('garbage-collect /etc/distribution/config.yml')
  await expect(space).toContainText(/untagged signatures/)
  await dialog.getByRole('checkbox', { name: /^Delete only the tags/ }).check()
  await expect(section(dialog, 'goes')).toContainText('this tag only; image kept')
  await carryOut(dialog)
  expect([...(await tagDigests(place)).keys()]).toEqual(['b'])
  expect(await resolveReference(place, image.digest)).toBe(image.digest)
})
