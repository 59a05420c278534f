import { attachArtifact, pushImage, tagManifest } from '../stack/content.mjs'
import { resolveReference, tagDigests } from '../stack/inspect.mjs'
import { confirm, heading, openDialog, section } from './deleteDialog.ts'
import { expect, test } from './test.ts'

const OPTION = 'Also delete the manifest of sbom, and take it off the list of attachments of v1'

test('an attachment with a tag is deleted, and taken off its list, only where that is ticked', async ({
  page,
  registry,
  repository,
}) => {
  const place = { origin: registry.origin, repository }
  const { digest, descriptor } = await pushImage({ ...place, content: 'image' })
  await tagManifest({ ...place, reference: digest, tag: 'v1' })
  const about = { ...place, subject: descriptor }
  await attachArtifact({ ...about, artifactType: 'application/signature' })
  const sbom = await attachArtifact({ ...about, tag: 'sbom', artifactType: 'text/spdx' })
  const before = await tagDigests(place)
  const dialog = await openDialog(page, `/repository/${repository}`, ['sbom'])
  const option = section(dialog, 'Goes').getByRole('checkbox', { name: OPTION })
  await expect(option).not.toBeChecked()
  await expect(section(dialog, 'Goes')).toContainText('this tag alone, the image stays')
  await option.check()
  await expect(section(dialog, 'Goes')).toContainText('with its image')
  const anew = 'the list of attachments of v1, written anew without sbom'
  await expect(section(dialog, 'Stays')).toContainText(anew)
  await expect(section(dialog, 'How')).toContainText('1 list of attachments first')
  await confirm(dialog).click()
  await expect(heading(dialog, /^1 tag deleted/)).toBeVisible()
  const said = 'The list of attachments of v1 no longer names what was deleted'
  await expect(dialog.getByText(said)).toBeVisible()
  expect(await resolveReference(place, sbom.digest)).toBeUndefined()
  expect(await resolveReference(place, sbom.tag)).not.toBe(before.get(sbom.tag))
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(`1 tag is back in ${repository}`).first()).toBeVisible()
  expect(await tagDigests(place)).toEqual(before)
})
