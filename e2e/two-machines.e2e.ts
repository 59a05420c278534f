import { pushImage, tagManifest } from '../stack/content.mjs'
import { resolveReference } from '../stack/inspect.mjs'
import { confirm, heading, openDialog, section } from './deleteDialog.ts'
import { expect, test } from './test.ts'

test('what another machine gives back is said in both reports, in one when it is checked again', async ({
  page,
  browser,
  faults,
  repository,
  place,
}) => {
  const image = await pushImage({ ...place, tag: 'a' })
  const shared = await pushImage({ ...place, tag: 'x', content: 'shared' })
  await tagManifest({ ...place, reference: shared.digest, tag: 'y' })
  const address = `/repository/${repository}`
  const dialog = await openDialog(page, address, ['a'])
  await expect(confirm(dialog)).toBeEnabled()
  const held = faults.hold({ method: 'DELETE', path: image.digest })
  await confirm(dialog).click()
  await held.reached
  // Another browser keeps its own record, so the two know nothing of each other.
  const other = await browser.newContext()
  const theirs = await openDialog(await other.newPage(), address, ['x'])
  await confirm(theirs).click()
  await expect(heading(theirs, /^1 tag deleted/)).toBeVisible()
  expect(await resolveReference(place, 'x')).toBeUndefined()
  held.release()
  await expect(heading(dialog, /^1 tag deleted/)).toBeVisible()
  await expect(dialog.getByText('A tag that was not selected was hit')).toBeVisible()
  await expect(dialog).toContainText('or deleted it')
  expect(await resolveReference(place, 'x')).toBeDefined()
  await theirs.getByRole('button', { name: 'Check again' }).click()
  await expect(heading(theirs, /^0 of 1 tag deleted/)).toBeVisible()
  await expect(section(theirs, 'Not deleted')).toContainText('deleted, and pushed again since')
  expect(await resolveReference(place, 'y')).toBe(shared.digest)
  await other.close()
})
