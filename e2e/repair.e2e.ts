import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pushImage } from '../stack/content.mjs'
import { resolveReference, tagDigests } from '../stack/inspect.mjs'
import { goPart } from '../stack/parts.mjs'
import { loseManifest } from './broken.ts'
import { confirm, heading, openDialog, section } from './deleteDialog.ts'
import { rowOf, tagTable } from './rows.ts'
import { expect, test } from './test.ts'

type Registry = { readonly folder: string; readonly origin: string }

/** Leaves a tag's link file empty, as a crash or a full disk does. */
async function emptyLink({ folder }: Registry, repository: string, tag: string) {
  const link = `docker/registry/v2/repositories/${repository}/_manifests/tags/${tag}/current/link`
  await writeFile(join(folder, link), '')
}

test('the plan names a tag with an empty link, and gives it a digest when it is asked to', async ({
  page,
  registry,
  faults,
  repository,
}) => {
  const place = { origin: registry.origin, repository }
  const image = await pushImage({ ...place, tag: 'a' })
  await pushImage({ ...place, tag: 'b' })
  await pushImage({ ...place, tag: 'broken' })
  await emptyLink(registry, repository, 'broken')
  const dialog = await openDialog(page, `/repository/${repository}`, ['b'])
  const unchecked = dialog.getByRole('region', { name: /^Could not be checked/ })
  await expect(unchecked).toContainText('_manifests/tags/broken/index/')
  await unchecked.getByText('Repair broken').click()
  const field = unchecked.getByRole('combobox', { name: 'Its digest' })
  faults.forget()
  await field.fill('not-a-digest')
  await unchecked.getByRole('button', { name: 'Give it this digest' }).click()
  await expect(unchecked.getByRole('alert')).toContainText('That is no digest')
  expect(faults.log().filter(({ method }) => method === 'PUT')).toEqual([])
  await field.fill(`sha256:${'a'.repeat(64)}`)
  await unchecked.getByRole('button', { name: 'Give it this digest' }).click()
  await expect(unchecked).toContainText('this repository does not have that digest')
  await unchecked.getByRole('button', { name: 'Look again' }).click()

  await unchecked.getByText('Repair broken').click()
  await field.fill(image.digest)
  await unchecked.getByRole('button', { name: 'Give it this digest' }).click()
  await expect(unchecked).toContainText(`broken points to ${image.digest.slice(0, 19)} again`)
  await unchecked.getByRole('button', { name: 'Look again' }).click()
  await expect(unchecked).toHaveCount(0)
  await expect(section(dialog, 'Goes')).toContainText('with its image')
  await confirm(dialog).click()
  await expect(heading(dialog, /^1 tag deleted/)).toBeVisible()
  expect(await tagDigests(place)).toEqual(
    new Map([
      ['a', image.digest],
      ['broken', image.digest],
    ]),
  )
})

test('from the list of tags it is removed, and nothing else', async ({
  page,
  registry,
  repository,
}) => {
  const place = { origin: registry.origin, repository }
  await pushImage({ ...place, tag: 'a' })
  const before = await tagDigests(place)
  await pushImage({ ...place, tag: 'broken' })
  await emptyLink(registry, repository, 'broken')
  await page.goto(`/repository/${repository}`)
  const row = rowOf(tagTable(page), 'broken')
  await expect(row).toContainText('its link on the registry’s disk is empty')
  await row.getByRole('button', { name: 'Repair…' }).click()
  const dialog = page.getByRole('dialog', { name: `Repair broken in ${repository}` })
  await dialog.getByRole('button', { name: 'Remove the tag' }).click()
  await expect(dialog).toContainText('broken is removed')
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toHaveCount(0)
  expect(await tagDigests(place)).toEqual(before)
})

test('beside another empty link it is left on an empty index, and that is said', async ({
  page,
  registry,
  repository,
}) => {
  const place = { origin: registry.origin, repository }
  await pushImage({ ...place, tag: 'a' })
  const before = await tagDigests(place)
  for (const tag of ['broken', 'second']) {
    await pushImage({ ...place, tag })
    await emptyLink(registry, repository, tag)
  }
  await page.goto(`/image/${repository}:broken`)
  await expect(page.getByText('The link of broken on the registry’s disk is empty')).toBeVisible()
  await page.getByRole('button', { name: 'Repair…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Repair broken/ })
  await dialog.getByRole('button', { name: 'Remove the tag' }).click()
  await expect(dialog).toContainText('second has an empty link, too')
  expect((await tagDigests(place)).get('a')).toBe(before.get('a'))
  expect(await resolveReference(place, 'broken')).toBeDefined()
})

test('a half-done deletion of an earlier tool is shown as what it is, and its tag removed', async ({
  page,
  registry,
  repository,
}) => {
  const place = { origin: registry.origin, repository }
  await pushImage({ ...place, tag: 'a' })
  const lost = await pushImage({ ...place, tag: 'half' })
  const before = await tagDigests(place)
  before.delete('half')
  await loseManifest({ registry, repository, digest: lost.digest })
  await page.goto(`/repository/${repository}`)
  const row = rowOf(tagTable(page), 'half')
  await expect(row).toContainText('Half deleted')
  await page.goto(`/image/${repository}:half`)
  await expect(page.getByText('The tag is half deleted')).toBeVisible()
  await page.getByRole('button', { name: 'Remove this tag…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(section(dialog, 'Goes')).toContainText('its manifest is gone already')
  await expect(dialog.getByRole('textbox')).toHaveCount(0)
  await confirm(dialog).click()
  await expect(heading(dialog, /^1 tag deleted/)).toBeVisible()
  expect(await tagDigests(place)).toEqual(before)
})

test('on distribution 3.x a tag with an empty link goes by its name', async ({
  page,
  startSite,
}) => {
  test.skip(
    (await goPart('distribution-3.1.2')) === undefined,
    'it is built with Go, and there is no Go here',
  )
  const { registry, origin } = await startSite({ registry: { kind: '3.1.2' } })
  const place = { origin: registry.origin, repository: 'app' }
  await pushImage({ ...place, tag: 'a' })
  const before = await tagDigests(place)
  for (const tag of ['broken', 'second']) {
    await pushImage({ ...place, tag })
    await emptyLink(registry, 'app', tag)
  }
  await page.goto(`${origin}/repository/app`)
  for (const tag of ['broken', 'second']) {
    await rowOf(tagTable(page), tag).getByRole('button', { name: 'Repair…' }).click()
    const dialog = page.getByRole('dialog', { name: `Repair ${tag} in app` })
    await dialog.getByRole('button', { name: 'Remove the tag' }).click()
    await expect(dialog).toContainText(`${tag} is removed`)
    await dialog.getByRole('button', { name: 'Look again' }).click()
    await expect(dialog).toBeHidden()
  }
  expect(await tagDigests(place)).toEqual(before)
})
