import { pushImage, tagManifest } from '../stack/content.mjs'
import { resolveReference, tagDigests } from '../stack/inspect.mjs'
import { loseManifest } from './broken.ts'
import { runUntilVisible } from './clock.ts'
import { carryOut, confirm, deletions, openDialog, report, section } from './deleteDialog.ts'
import { expect, test } from './watched.ts'

test('fault 7: deletion off, maintenance and a read-only Homeport are distinguished, each with its line', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin, place, push } = await startSite({
    registry: { deletion: false },
  })
  await push('a')
  const address = `${origin}/repository/app`
  const off = await openDialog(page, address, ['a'])
  await expect(off).toContainText('REGISTRY_STORAGE_DELETE_ENABLED=true')

  await registry.restart({ deletion: true, readOnly: true })
  await expect(await openDialog(page, address, ['a'])).toContainText('maintenance mode')

  const errors = [{ code: 'READ_ONLY', message: 'Homeport is read-only.' }]
  const body = JSON.stringify({ errors })
  faults.rules([{ fault: 'status', status: 405, method: 'DELETE', body }])
  await expect(await openDialog(page, address, ['a'])).toContainText('ENV_MODE_BROWSE_ONLY=false')
  expect(await resolveReference(place, 'a')).toBeDefined()
})

test('fault 7: a read-only Homeport offers no deletion, and says which line to add', async ({
  page,
  startSite,
}) => {
  for (const [environment, line] of [
    [{ ENV_MODE_BROWSE_ONLY: '' }, 'ENV_MODE_BROWSE_ONLY=false'],
    [{ ENV_WRITE_GROUPS: 'ops' }, 'groups in ENV_WRITE_GROUPS'],
  ] as const) {
    const { origin, push } = await startSite({ environment })
    await push('a')
    for (const address of ['/repository/app', '/image/app:a']) {
      await page.goto(origin + address)
      await expect(page.getByRole('table').first()).toContainText(/\d B/)
      await expect(page.getByRole('banner')).toContainText('Read-only')
      await expect(page.getByRole('contentinfo')).toContainText(line)
      await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0)
    }
  }
})

for (const [name, fault] of [
  ['whose answer was lost', { fault: 'lost' }],
  ['that a proxy gave up on (504)', { fault: 'status', status: 504, body: '' }],
] as const) {
  test(`fault 10: after a deletion ${name} the registry is asked how it ended`, async ({
    page,
    faults,
    repository,
    place,
    push,
  }) => {
    const [{ digest }] = await push('a', 'b')
    await page.clock.install()
    const dialog = await openDialog(page, `/repository/${repository}`, ['a'])
    await expect(confirm(dialog)).toBeEnabled()
    faults.rules([{ method: 'DELETE', path: `${digest}$`, times: 1, ...fault }])
    faults.forget()
    await confirm(dialog).click()
    const asked = () =>
      faults.log().filter(({ method, url }) => method === 'DELETE' && url.endsWith(digest))
    await expect.poll(() => asked().map((request) => request.fault)).toEqual([fault.fault])
    await runUntilVisible(page, report(dialog))
    const isGone = (await resolveReference(place, 'a')) === undefined
    expect(isGone).toBe(fault.fault === 'lost')
    if (isGone) await expect(report(dialog, 1)).toBeVisible()
    else await expect(report(dialog, 0, 1)).toBeVisible()
    expect(asked()).toHaveLength(1)
  })
}

test('fault 10: after the registry was killed the report says what is unknown, until checked again (needs go)', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin, place, push } = await startSite({ registry: { kind: '3.1.2' } })
  await push('a', 'b', 'c')
  const before = await tagDigests(place)
  await page.clock.install()
  const dialog = await openDialog(page, `${origin}/repository/app`, ['a', 'b'])
  await expect(confirm(dialog)).toBeEnabled()
  // The search for interrupted deletions, soon after the start, is over.
  await page.clock.runFor(2000)
  // The first image goes alone, so the other isn’t begun.
  const held = faults.hold({ method: 'DELETE', path: 'manifests/a$', phase: 'answer' })
  await confirm(dialog).click()
  await held.reached
  await registry.kill()
  held.release()
  const heading = dialog.getByRole('heading', { name: /^1 of 2 tags.* unknown$/ })
  await runUntilVisible(page, heading)
  // One cause, one message, and nothing behind the dialog says it again.
  await expect(page.getByText(/is unreachable/)).toHaveCount(1)
  await expect(dialog.getByRole('alert')).toHaveText(/^Stopped: .*is unreachable/)
  const unknown = section(dialog, 'unknown')
  await expect(unknown.getByRole('listitem')).toHaveText(/^a/)
  const again = dialog.getByRole('button', { name: 'Check again' })
  await again.click()
  await expect(again).toBeEnabled()
  await expect(heading).toBeVisible()

  await registry.restart()
  await again.click()
  await expect(report(dialog, 1, 2)).toBeVisible()
  await expect(unknown).toBeHidden()
  await expect(section(dialog, 'deleted').getByRole('listitem')).toHaveText(/^a/)
  await expect(section(dialog, 'notDeleted').getByRole('listitem')).toHaveText(/^b/)
  await expect(dialog).toContainText('1 other tag')
  expect(await resolveReference(place, 'a')).toBeUndefined()

  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('region', { name: 'Undo' }).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^1 tag restored/)).toBeVisible()
  expect(await tagDigests(place)).toEqual(before)
})

test('fault 13: what doesn’t match its digest isn’t deleted', async ({
  page,
  faults,
  repository,
  place,
  push,
}) => {
  await push('changed', 'kept')
  const before = await tagDigests(place)
  faults.rules([{ fault: 'garble', method: 'GET', path: /manifests\/(?:changed|sha256)/ }])
  const dialog = await openDialog(page, `/repository/${repository}`, ['changed'])
  await expect(dialog).toContainText(/manifest couldn’t be read/)
  await expect(confirm(dialog)).toBeDisabled()
  expect(await tagDigests(place)).toEqual(before)
})

test('fault 17: a tag whose manifest is gone is removed on its own', async ({
  page,
  registry,
  repository,
  place,
  push,
}) => {
  const [{ digest }, kept] = await push('lost', 'kept')
  await loseManifest({ registry, repository, digest })
  const dialog = await openDialog(page, `/repository/${repository}`, ['lost'])
  await expect(section(dialog, 'goes')).toContainText(/manifest .*missing/)
  await carryOut(dialog)
  expect(await tagDigests(place)).toEqual(new Map([['kept', kept.digest]]))
})

test('fault 22: a deletion that fails half-way reports each tag’s result, and what failed remains selected', async ({
  page,
  faults,
  repository,
  place,
}) => {
  const tags = ['a', 'b', 'c', 'd', 'e', 'f']
  for (const tag of [...tags, 'kept']) await pushImage({ ...place, tag })
  const dialog = await openDialog(page, `/repository/${repository}`, tags)
  await expect(confirm(dialog)).toHaveText('Delete 6 tags')
  await expect(confirm(dialog)).toBeEnabled()
  const refusal = { fault: 'status', status: 403, code: 'DENIED' } as const
  faults.rules([{ method: 'DELETE', path: /sha256:/, after: 2, ...refusal }])
  faults.forget()
  await confirm(dialog).click()
  await expect(report(dialog, 2, 6)).toBeVisible()
  await expect(section(dialog, 'deleted').getByRole('listitem')).toHaveCount(2)
  await expect(section(dialog, 'notDeleted').getByRole('listitem')).toHaveCount(4)
  await expect(dialog).toContainText(/Stopped.* not allowed/)
  // Nothing is requested twice, and after the refusal nothing further is started; two run in parallel.
  const deleted = deletions(faults)
  expect(deleted.length).toBeLessThanOrEqual(4)
  expect(new Set(deleted.map(({ url }) => url)).size).toBe(deleted.length)
  faults.rules([])

  const left = [...(await tagDigests(place)).keys()].filter((tag) => tag !== 'kept')
  expect(left).toHaveLength(4)
  await dialog.getByRole('button', { name: 'Close' }).click()
  for (const tag of left) {
    await expect(page.getByRole('checkbox', { name: `Select ${tag}`, exact: true })).toBeChecked()
  }
  await expect(page.getByRole('checkbox', { name: /^Select [a-f]$/ })).toHaveCount(4)
})

test('fault 24: a tag moved between dialog and confirmation is kept, with its new digest', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [old, newer] = await push('t0', 't5')
  const dialog = await openDialog(page, `/repository/${repository}`, ['t0'])
  await expect(section(dialog, 'goes')).toContainText(old.digest.slice(0, 19))
  await expect(confirm(dialog)).toBeEnabled()
  await tagManifest({ ...place, reference: newer.digest, tag: 't0' })
  await confirm(dialog).click()
  await expect(section(dialog, 'notDeleted')).toContainText(newer.digest.slice(0, 19))
  expect(await tagDigests(place)).toEqual(
    new Map([
      ['t0', newer.digest],
      ['t5', newer.digest],
    ]),
  )
})
