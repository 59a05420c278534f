import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { pushImage } from '../stack/content.mjs'
import { tagDigests } from '../stack/inspect.mjs'
import { loseManifest } from './broken.ts'
import { askToDelete, carryOut, confirm, openDialog, report, section } from './deleteDialog.ts'
import { rowOf, tagTable } from './rows.ts'
import { expect, test } from './test.ts'

type Registry = { readonly folder: string; readonly origin: string }

/** Empties a tag's link file, as after a crash or with a full disk. */
async function emptyLink({ folder }: Registry, repository: string, tag: string) {
  const link = `docker/registry/v2/repositories/${repository}/_manifests/tags/${tag}/current/link`
  await writeFile(join(folder, link), '')
}

/** Permanently deletes a tag in the open dialog. */
async function deleteForGood(page: Page, repository: string) {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(repository)
  await confirm(dialog).click()
  return dialog
}

test('the plan shows a tag with an empty link, and how to repair it', async ({
  page,
  registry,
  repository,
  push,
}) => {
  await push('b', 'broken')
  await emptyLink(registry, repository, 'broken')
  const dialog = await openDialog(page, `/repository/${repository}`, ['b'])
  const unchecked = dialog.getByRole('region', { name: /^Couldn’t be checked/ })
  await expect(unchecked).toContainText(/link .* empty/)
  await expect(unchecked).toContainText(/push the image again.* delete the tag/)
  await expect(unchecked).toContainText('_manifests/tags/broken/index/')
})

test('it is removed from the list of tags, and nothing else', async ({
  page,
  registry,
  repository,
  place,
  push,
}) => {
  await push('a')
  const before = await tagDigests(place)
  await push('broken')
  await emptyLink(registry, repository, 'broken')
  await page.goto(`/repository/${repository}`)
  const row = rowOf(tagTable(page), 'broken')
  await expect(row).toContainText(/link .* empty/)
  await row.getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(section(dialog, 'goes')).toContainText(/link .* empty/)
  await expect(section(dialog, 'goes')).toContainText('Can’t be undone')
  await deleteForGood(page, repository)
  await expect(report(dialog, 1)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(row).toHaveCount(0)
  expect(await tagDigests(place)).toEqual(before)
})

test('two with an empty link can’t be deleted alone, but together', async ({
  page,
  registry,
  repository,
  place,
  push,
}) => {
  await push('a')
  const before = await tagDigests(place)
  for (const tag of ['broken', 'second']) {
    await pushImage({ ...place, tag })
    await emptyLink(registry, repository, tag)
  }
  const dialog = await openDialog(page, `/repository/${repository}`, ['broken'])
  const kept = dialog.getByRole('region', { name: /^Selected, but will be kept/ })
  await expect(kept).toContainText(/(broken and second|second and broken)/)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('checkbox', { name: 'Select second', exact: true }).check()
  await askToDelete(page)
  await deleteForGood(page, repository)
  await expect(report(dialog, 1, 2)).toBeVisible()
  // Its link was filled while the other one's was still empty.
  await expect(dialog).toContainText('on an empty index')
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await carryOut(dialog)
  expect(await tagDigests(place)).toEqual(before)
})

test('a half-done deletion by another tool is recognized, and its tag removed', async ({
  page,
  registry,
  repository,
  place,
  push,
}) => {
  const [, lost] = await push('a', 'half')
  const before = await tagDigests(place)
  before.delete('half')
  await loseManifest({ registry, repository, digest: lost.digest })
  await page.goto(`/repository/${repository}`)
  const row = rowOf(tagTable(page), 'half')
  await expect(row).toContainText('Half deleted')
  await page.goto(`/image/${repository}:half`)
  await expect(page.getByText('The tag is half deleted')).toBeVisible()
  await page.getByRole('button', { name: 'Delete this tag…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(section(dialog, 'goes')).toContainText(/manifest .*missing/)
  await expect(dialog.getByRole('textbox')).toHaveCount(0)
  await carryOut(dialog)
  expect(await tagDigests(place)).toEqual(before)
})
