import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import {
  type Place,
  ask,
  attachArtifact,
  pushAttestation,
  pushCosignSignature,
  pushImage,
  pushIndex,
} from '../stack/content.mjs'
import { resolveReference, tagDigests, whatIsMissing } from '../stack/inspect.mjs'
import { askToDelete, carryOut, confirm, openDialog, report, section } from './deleteDialog.ts'
import { rowOf, tagTable } from './rows.ts'
import { expect, test } from './test.ts'

/** An index of two platforms with an attestation, signed, under `tag`; `kept` shares its first platform. */
async function pushSigned(place: Place, tag: string) {
  const amd = await pushImage({ ...place, content: `${tag} amd64` })
  const arm = await pushImage({
    ...place,
    content: `${tag} arm64`,
    platform: { os: 'linux', architecture: 'arm64' },
  })
  const attestation = await pushAttestation({ ...place, image: amd.descriptor })
  const manifests = [amd.descriptor, arm.descriptor, attestation.descriptor]
  const index = await pushIndex({ ...place, tag, manifests })
  const signature = await pushCosignSignature({ ...place, image: index.descriptor })
  return { amd, arm, attestation, index, signature }
}

/** The plan has counted what can be freed: nothing more arrives. */
const isCounted = (dialog: Locator) => expect(dialog).toContainText(/; frees (?:up to \d|no space)/)

test('an index is deleted with its platform images, attestation and signature, each listed; its report undoes it', async ({
  page,
  repository,
  place,
  push,
}) => {
  const { amd, arm, index, signature } = await pushSigned(place, '1.0')
  await push('other')
  const before = await tagDigests(place)
  const dialog = await openDialog(page, `/repository/${repository}`, ['1.0'])
  const goes = section(dialog, 'goes')
  await isCounted(dialog)
  await expect(goes).toContainText('with its index')
  const along = goes.getByText(/ 2 platform images, 1 attestation, 1 signature$/)
  await along.click()
  await expect(goes.getByText('linux/amd64', { exact: true })).toBeVisible()
  await expect(goes.getByTitle(arm.digest)).toBeVisible()
  await expect(goes.getByText(signature.tag)).toBeVisible()
  await expect(
    goes.getByRole('checkbox', { name: 'Also delete 1 attachment (signature)' }),
  ).toBeChecked()
  await expect(dialog).toContainText(
    '; can be undone from this browser until garbage collection runs',
  )
  await expect(section(dialog, 'how')).toContainText(/can’t see what pulls these images by digest/)
  await carryOut(dialog)
  await expect(section(dialog, 'deleted')).toContainText('3 manifests without a tag')
  await expect(section(dialog, 'deleted')).toContainText(signature.tag)
  await expect(dialog.getByRole('link', { name: 'Deleted' })).toHaveAttribute('href', /deleted$/)
  for (const { digest } of [amd, arm, index, signature]) {
    expect(await resolveReference(place, digest)).toBeUndefined()
  }
  const after = new Map(before)
  after.delete('1.0')
  after.delete(signature.tag)
  expect(await tagDigests(place)).toEqual(after)
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(
    dialog.getByRole('heading', { name: `2 tags restored in ${repository}` }),
  ).toBeVisible()
  await expect(section(dialog, 'deleted')).toHaveCount(0)
  expect(await tagDigests(place)).toEqual(before)
  expect(await whatIsMissing(place, '1.0')).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()
  // The page behind follows.
  await expect(rowOf(tagTable(page), '1.0')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('the content of a kept index is kept, and so is an unchecked attachment', async ({
  page,
  repository,
  place,
}) => {
  const { amd, arm, signature } = await pushSigned(place, '1.0')
  await pushIndex({ ...place, tag: 'kept', manifests: [amd.descriptor] })
  const dialog = await openDialog(page, `/repository/${repository}`, ['1.0'])
  const goes = section(dialog, 'goes')
  await isCounted(dialog)
  await goes.getByRole('checkbox', { name: /^Also delete/ }).uncheck()
  await expect(goes.getByText(/ 1 platform image, 1 attestation$/)).toBeVisible()
  const stays = section(dialog, 'stays')
  await expect(stays.getByTitle(amd.digest)).toBeVisible()
  await expect(stays).toContainText(/index kept /)
  await expect(stays).toContainText(signature.tag)
  await expect(stays).toContainText('you excluded it')
  await carryOut(dialog)
  expect(await resolveReference(place, arm.digest)).toBeUndefined()
  expect(await resolveReference(place, signature.tag)).toBeDefined()
  expect(await whatIsMissing(place, 'kept')).toEqual([])
})

test('leftovers of earlier deletions are found, and deleted on request', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [gone] = await push('gone')
  const { tag: orphan } = await attachArtifact({
    ...place,
    subject: gone.descriptor,
    artifactType: 'application/spdx+json',
    files: [{ mediaType: 'application/spdx+json', content: '{"spdxVersion":"SPDX-2.3"}' }],
  })
  await ask(place, 'DELETE', `manifests/${gone.digest}`)
  await push('a', 'b')
  const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
  const left = dialog.getByRole('region', { name: /^Left over from earlier deletions/ })
  await expect(left).toContainText('1 attachment')
  await left.getByRole('button', { name: 'Delete it too' }).click()
  await expect(section(dialog, 'goes')).toContainText(orphan)
  await isCounted(dialog)
  await expect(confirm(dialog)).toHaveText('Delete 2 tags')
  await carryOut(dialog, 2)
  expect([...(await tagDigests(place)).keys()]).toEqual(['b'])
})

test('the remaining time is shown, and after leaving its page a deletion can still be paused and stopped', async ({
  page,
  faults,
  repository,
  place,
  push,
}) => {
  const tags = Array.from({ length: 16 }, (_, index) => `t${index + 10}`)
  for (const tag of tags) await push(tag)
  await page.goto(`/image/${repository}:t10`)
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').last().click()
  await page.getByRole('checkbox', { name: 'Select all shown tags' }).check()
  const dialog = await askToDelete(page)
  await expect(confirm(dialog)).toBeEnabled()
  faults.rules([{ method: 'DELETE', path: `${repository}/manifests/`, fault: 'delay', ms: 500 }])
  // To select every tag is to delete the repository: it asks for the name.
  await confirm(dialog).click()
  await expect(dialog).toContainText(/Type the name first/)
  await dialog.getByRole('textbox').fill(repository)
  await confirm(dialog).click()
  await expect(dialog).toContainText(/seconds left/)
  await page.goBack()
  const bar = page.getByRole('region', { name: `Deletion in ${repository}` })
  await bar.getByRole('button', { name: 'Pause' }).click()
  await expect(bar).toContainText('Paused')
  await bar.getByRole('button', { name: 'Stop' }).click()
  await expect(report(dialog, undefined, 16)).toBeVisible()
  await expect(dialog).toContainText('Stopped at your request')
  await expect(bar).toHaveCount(0)
  expect((await tagDigests(place)).size).toBeGreaterThan(1)
})

test('the plan as JSON lists what is deleted', async ({ page, repository, push }) => {
  const [image] = await push('a', 'b')
  const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
  await isCounted(dialog)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download the plan as JSON' }).click(),
  ])
  const json: unknown = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(json).toMatchObject({
    repository,
    goes: [{ tags: ['a'], digest: image.digest, method: { kind: 'digest' } }],
  })
})

test('on distribution 2.x there is a warning about -m', async ({ page, repository, push }) => {
  await push('a')
  const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
  const space = section(dialog, 'space')
  await space.getByText('How to run it').click()
  await expect(space).toContainText('garbage-collect /etc/docker/registry/config.yml')
  await expect(space).toContainText(/destroys .*multi-platform/)
  await expect(space).toContainText('docker compose restart registry')
})
