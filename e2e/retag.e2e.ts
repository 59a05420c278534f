import type { Locator, Page } from '@playwright/test'
import { pushImage, tagManifest } from '../stack/content.mjs'
import { resolveReference, tagDigests } from '../stack/inspect.mjs'
import { repositoryTable, rowOf, tagTable } from './rows.ts'
import { expect, test } from './test.ts'

/** Opens the dialog in a tag's row and types. */
async function typeTag(page: Page, source: string, text: string): Promise<Locator> {
  await page.getByRole('button', { name: `Add a tag to ${source}…` }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a tag' })
  await dialog.getByRole('textbox', { name: 'New tag' }).fill(text)
  return dialog
}

const toast = (page: Page): Locator => page.getByRole('region', { name: 'Undo' })
const tagLink = (page: Page, tag: string): Locator =>
  page.getByRole('table', { name: 'Tags' }).getByRole('link', { name: tag, exact: true })

test('a new tag gets the same digest, and undo removes only that tag', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [image] = await push('1.2')
  const before = await tagDigests(place)
  await page.goto(`/repository/${repository}`)
  const dialog = await typeTag(page, '1.2', 'stable')
  await expect(dialog).toContainText(`${repository}:stable`)
  await expect(dialog).toContainText(image.digest.slice(0, 19))
  await expect(dialog).toContainText(/no tag stable yet/)
  await dialog.getByRole('button', { name: 'Add the tag' }).click()
  await expect(dialog).toBeHidden()
  await expect(tagLink(page, 'stable')).toBeVisible()
  expect(await resolveReference(place, 'stable')).toBe(image.digest)
  await expect(toast(page)).toContainText(`stable added to ${repository}`)
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page)).toContainText('stable deleted again')
  expect(await tagDigests(place)).toEqual(before)
  await expect(tagLink(page, 'stable')).toHaveCount(0)
})

test('what is overwritten is shown, with what else keeps it, and can be restored', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [source] = await push('2.0')
  const platform = { os: 'linux', architecture: 'arm64' }
  const shared = await pushImage({ ...place, tag: '1.0', content: 'shared', platform })
  await tagManifest({ ...place, reference: shared.digest, tag: 'latest' })
  const alone = await pushImage({ ...place, tag: 'edge', content: 'alone' })
  const before = await tagDigests(place)
  await page.goto(`/?q=${repository}`)
  const listed = rowOf(repositoryTable(page), repository)
  await expect(listed).toContainText('linux/arm64')
  await listed.getByRole('link', { name: repository, exact: true }).click()
  await page.getByRole('link', { name: 'Clean up' }).click()
  await page.goBack()
  const dialog = await typeTag(page, '2.0', 'edge')
  await expect(dialog).toContainText(/edge already exists/)
  await expect(dialog).toContainText(alone.digest.slice(0, 19))
  await expect(dialog).toContainText(/becomes untagged/)
  const field = dialog.getByRole('textbox', { name: 'New tag' })
  await field.fill('2.0')
  await expect(dialog).toContainText(/2\.0 already points to this image/)
  await expect(dialog.getByRole('button', { name: 'Add the tag' })).toBeDisabled()
  await field.fill('latest')
  await expect(dialog).toContainText(/still tagged 1\.0/)
  await dialog.getByRole('button', { name: 'Move the tag here' }).click()
  await expect(dialog).toBeHidden()
  expect(await resolveReference(place, 'latest')).toBe(source.digest)
  expect(await resolveReference(place, '1.0')).toBe(shared.digest)
  // The list follows at once: the tag that moved, and those that shared its image before and do now.
  const latest = rowOf(tagTable(page), 'latest')
  await expect(latest).toContainText(source.digest.slice(0, 19))
  await expect(latest).toContainText('also tagged 2.0')
  await expect(rowOf(tagTable(page), '1.0')).not.toContainText('also tagged')
  // So do the list of repositories and clean-up.
  await page.getByRole('link', { name: 'Clean up' }).click()
  await page.getByRole('button', { name: 'Start from scratch' }).click()
  await page.getByRole('textbox', { name: 'Tags of clause 1' }).fill('2.*')
  await page.keyboard.press('Enter')
  const previewed = page.getByRole('table', { name: 'Preview' }).getByRole('row', { name: /^2\.0/ })
  await expect(previewed).toContainText('also tagged latest')
  await page.getByRole('link', { name: 'Repositories', exact: true }).click()
  await expect(listed).toContainText('linux/amd64')

  await toast(page).getByRole('link', { name: 'Show' }).click()
  const name = `${repository}:latest`
  await expect(page.getByText(/the tag was moved to another image/)).toBeVisible()
  await page.getByRole('button', { name: `Restore ${name}`, exact: true }).click()
  await expect(page.getByText('restored', { exact: true })).toBeVisible()
  expect(await tagDigests(place)).toEqual(before)
  await page.goBack()
  await expect(listed).toContainText('linux/arm64')
  await listed.getByRole('link', { name: repository, exact: true }).click()
  await expect(latest).toContainText(shared.digest.slice(0, 19))
  await expect(latest).toContainText('also tagged 1.0')
})

test('an invalid tag is reported while typing, and nothing is sent', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('a')
  await page.goto(`/repository/${repository}`)
  const dialog = await typeTag(page, 'a', '')
  const add = dialog.getByRole('button', { name: 'Add the tag' })
  await expect(add).toBeDisabled()
  faults.forget()
  for (const [text, problem] of [
    ['team/app:1', 'Only the tag itself'],
    ['x'.repeat(129), 'this one has 129'],
  ] as const) {
    await dialog.getByRole('textbox', { name: 'New tag' }).fill(text)
    await expect(dialog).toContainText(problem)
    await expect(add).toBeDisabled()
  }
  await page.keyboard.press('Enter')
  await expect(dialog).toBeVisible()
  expect(faults.log().filter(({ url }) => url.includes('/manifests/'))).toEqual([])
})

test('a tag moved after the check isn’t overwritten', async ({
  page,
  faults,
  repository,
  place,
  push,
}) => {
  await push('a')
  await page.goto(`/repository/${repository}`)
  const dialog = await typeTag(page, 'a', 'b')
  await expect(dialog.getByRole('button', { name: 'Add the tag' })).toBeEnabled()
  const other = await pushImage({ ...place, tag: 'b', content: 'other' })
  await dialog.getByRole('button', { name: 'Add the tag' }).click()
  await expect(dialog).toContainText(`b was moved to ${other.digest.slice(0, 19)}`)
  expect(await resolveReference(place, 'b')).toBe(other.digest)
  await dialog.getByRole('button', { name: 'Check again' }).click()
  await expect(dialog).toContainText(/b already exists/)
  faults.rules([
    { method: 'PUT', path: '/manifests/b$', fault: 'status', status: 403, code: 'DENIED' },
  ])
  await dialog.getByRole('button', { name: 'Move the tag here' }).click()
  await expect(dialog).toContainText(/registry refused it/)
  expect(await resolveReference(place, 'b')).toBe(other.digest)
})

test('from an image’s page, by keyboard only', async ({ page, repository, place, push }) => {
  const [image] = await push('a')
  await page.goto(`/image/${repository}@${image.digest}`)
  await page.getByRole('button', { name: 'Add a tag…' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add a tag' })
  await expect(dialog.getByRole('textbox', { name: 'New tag' })).toBeFocused()
  await page.keyboard.type('pinned')
  await expect(dialog.getByRole('button', { name: 'Add the tag' })).toBeEnabled()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  expect(await resolveReference(place, 'pinned')).toBe(image.digest)
})

test('neither adding a tag nor deleting is offered when read-only', async ({ page, startSite }) => {
  const { origin, push } = await startSite({ environment: { ENV_MODE_BROWSE_ONLY: 'true' } })
  await push('a')
  await page.goto(`${origin}/repository/app`)
  await expect(page.getByRole('button', { name: 'Copy a…' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(?:Add a tag|Delete)/ })).toHaveCount(0)
  await expect(page.getByText('ENV_MODE_BROWSE_ONLY=false')).toBeVisible()
  await page.goto(`${origin}/image/app:a`)
  await expect(page.getByRole('table', { name: 'Layers' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Add a tag/ })).toHaveCount(0)
})
