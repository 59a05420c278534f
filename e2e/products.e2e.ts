import { attachArtifact, pushArtifact, pushCosignSignature, pushImage } from '../stack/content.mjs'
import type { Product } from '../stack/products/registry.mjs'
import { carryOut, confirm, openDialog, report, section } from './deleteDialog.ts'
import { rowOf, tagTable } from './rows.ts'
import { expect, test } from './watched.ts'

// Emulated products, as their source or documentation says: see stack/products.

const ADDRESS = '/repository/team/app'

/** What the product holds: every tag with its digest. */
const tagsOf = ({ repository }: Product) => Object.fromEntries(repository('team/app').tags)

/** Writes that the page has sent, probes with what can't exist left out. */
const writes = ({ asked }: Product) =>
  asked.filter((one) => /^(?:PUT|DELETE) /.test(one) && !/homeport-probe|sha256:0{64}/.test(one))

test('Harbor: the dialog says beforehand that signatures go along; they are put back, and the rest is not started', async ({
  page,
  startProductSite,
}) => {
  const { product, origin, place } = await startProductSite('harbor')
  const image = await pushImage({ ...place, tag: 'signed' })
  await pushImage({ ...place, tag: 'second' })
  await pushImage({ ...place, tag: 'other' })
  const { tag, digest } = await pushCosignSignature({ ...place, image: image.descriptor })
  const files = [{ mediaType: 'text/spdx', content: 'sbom' }]
  const sbom = await pushArtifact({ ...place, subject: image.descriptor, files })
  const before = tagsOf(product)
  const dialog = await openDialog(page, origin + ADDRESS, ['signed', 'second'])
  await expect(section(dialog, 'how')).toContainText(
    'With an image, this registry also deletes its signatures and other attachments',
  )
  await dialog.getByRole('checkbox', { name: /^Also delete 2 attachments/ }).uncheck()
  expect(writes(product)).toEqual([])
  await confirm(dialog).click()
  await expect(report(dialog, 1, 2)).toBeVisible()
  await expect(dialog).toContainText(
    'with an image, this registry also deletes what was to be kept with it',
  )
  await expect(dialog).toContainText(`${tag} was not selected, but the registry deleted it along`)
  const { signed, ...kept } = before
  expect(signed).toBe(image.digest)
  expect(tagsOf(product)).toEqual(kept)
  expect(tagsOf(product)[tag]).toBe(digest)
  expect([...product.repository('team/app').manifests.keys()]).toContain(sbom.digest)
})

test('Quay: cursors are followed through every list, and an expired tag is a deleted one', async ({
  page,
  startProductSite,
}) => {
  const { product, origin, place } = await startProductSite('quay')
  const { digest } = await pushImage({ ...place, tag: 'v0' })
  for (let number = 1; number < 230; number += 1) {
    product.repository(`old/app-${number}`)
    product.repository('team/app').tags.set(`v${number}`, digest)
    product.repository('team/app').listed.add(`v${number}`)
  }
  await page.goto(origin)
  await expect(page.getByText('230', { exact: true })).toBeVisible()
  const dialog = await openDialog(page, origin + ADDRESS, ['v229', 'v228'])
  await expect(page.getByText('230 tags', { exact: true })).toBeVisible()
  await carryOut(dialog, 2)
  await expect(dialog).toContainText('228 other tags still exist')
  expect(Object.keys(tagsOf(product))).toHaveLength(228)
  expect(tagsOf(product)).not.toHaveProperty('v229')
  const expired = await fetch(`${product.origin}/v2/team/app/manifests/v229`)
  expect(await expired.text()).toContain('TAG_EXPIRED')
})

test('Pulp: a deletion that is carried out later is waited for, and the dialog says so', async ({
  page,
  startProductSite,
}) => {
  const { product, origin, place } = await startProductSite('pulp', { slow: 2_000 })
  const { digest } = await pushImage({ ...place, tag: 'one' })
  await pushImage({ ...place, tag: 'two' })
  const dialog = await openDialog(page, origin + ADDRESS, ['one'])
  await confirm(dialog).click()
  await expect(dialog).toContainText('Waiting until it has carried it out…')
  expect(tagsOf(product)).toHaveProperty('one', digest)
  await expect(report(dialog, 1)).toBeVisible()
  expect(Object.keys(tagsOf(product))).toEqual(['two'])
})

test('GHCR: a repository opens by name, and the refusal of every deletion is shown', async ({
  page,
  startProductSite,
}) => {
  const { product, origin, place } = await startProductSite('ghcr')
  await pushImage({ ...place, tag: 'one' })
  const before = tagsOf(product)
  await page.goto(origin)
  await expect(page.getByRole('alert')).toContainText(/not allowed to list/)
  const field = page.getByRole('combobox', { name: 'Go to a repository or image by name' })
  await field.fill('team/app')
  await field.press('Enter')
  await expect(rowOf(tagTable(page), 'one')).toBeVisible()
  const dialog = await openDialog(page, origin + ADDRESS, ['one'])
  await expect(dialog).toContainText('such as GHCR, refuse every deletion')
  await expect(dialog).toContainText('405 (UNSUPPORTED: The operation is unsupported.)')
  expect(writes(product)).toEqual([])
  expect(tagsOf(product)).toEqual(before)
})

for (const [name, words] of [
  ['quay', '409 (TAG_IMMUTABLE: tag is immutable)'],
  ['acr', '405 (REGISTRY_DISALLOWED_OPERATION: Operation on this object is disallowed.)'],
] as const) {
  test(`${name}: a protected tag stays with the registry’s own reason, and the other selected one goes`, async ({
    page,
    startProductSite,
  }) => {
    const { product, origin, place } = await startProductSite(name)
    for (const tag of ['free', 'locked', 'other']) await pushImage({ ...place, tag })
    product.repository('team/app').locked.add('locked')
    const { free: _, ...kept } = tagsOf(product)
    const dialog = await openDialog(page, origin + ADDRESS, ['free', 'locked'])
    await confirm(dialog).click()
    await expect(report(dialog, 1, 2)).toBeVisible()
    await expect(section(dialog, 'notDeleted')).toContainText(words)
    expect(tagsOf(product)).toEqual(kept)
  })
}

test('Google: an empty list of repositories is no empty registry, and an image that stays is said to, with the reason', async ({
  page,
  startProductSite,
}) => {
  const { product, origin, place } = await startProductSite('google')
  const image = await pushImage({ ...place, tag: 'signed' })
  await pushImage({ ...place, tag: 'other' })
  const files = [{ mediaType: 'text/spdx', content: 'sbom' }]
  const { tag } = await attachArtifact({ ...place, subject: image.descriptor, files })
  const { signed: _, ...kept } = tagsOf(product)
  await page.goto(origin)
  await expect(page.getByRole('main')).toContainText('lists no repositories')
  const dialog = await openDialog(page, origin + ADDRESS, ['signed'])
  await confirm(dialog).click()
  const deleted = section(dialog, 'deleted')
  await expect(deleted).toContainText(
    '400 (GOOGLE_MANIFEST_REFERRING_MANIFEST: Manifest is still referenced)',
  )
  await expect(section(dialog, 'notDeleted')).toContainText(tag)
  expect(tagsOf(product)).toEqual(kept)
  expect([...product.repository('team/app').manifests.keys()]).toContain(image.digest)
})
