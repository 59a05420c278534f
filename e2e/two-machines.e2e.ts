import { pushImage, tagManifest } from '../stack/content.mjs'
import { resolveReference } from '../stack/inspect.mjs'
import { carryOut, confirmAndHold, openDialog, report, section } from './deleteDialog.ts'
import { expect, test } from './test.ts'

test('what another machine restores is in both reports, in one after checking again', async ({
  page,
  browser,
  faults,
  repository,
  place,
  push,
}) => {
  const [image] = await push('a')
  const shared = await pushImage({ ...place, tag: 'x', content: 'shared' })
  await tagManifest({ ...place, reference: shared.digest, tag: 'y' })
  const address = `/repository/${repository}`
  const dialog = await openDialog(page, address, ['a'])
  const held = await confirmAndHold(dialog, faults, { method: 'DELETE', path: image.digest })
  // Another browser has its own history, so the two know nothing of each other.
  const other = await browser.newContext()
  const theirs = await openDialog(await other.newPage(), address, ['x'])
  await carryOut(theirs)
  expect(await resolveReference(place, 'x')).toBeUndefined()
  held.release()
  await expect(report(dialog, 1)).toBeVisible()
  await expect(dialog.getByText(/unselected tag was affected/)).toBeVisible()
  await expect(dialog).toContainText('or deleted it')
  expect(await resolveReference(place, 'x')).toBeDefined()
  await theirs.getByRole('button', { name: 'Check again' }).click()
  await expect(report(theirs, 0, 1)).toBeVisible()
  await expect(section(theirs, 'notDeleted')).toContainText('deleted, then pushed again')
  expect(await resolveReference(place, 'y')).toBe(shared.digest)
  await other.close()
})
