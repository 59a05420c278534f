import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import { ask, pushCosignSignature, pushImage, tagManifest } from '../stack/content.mjs'
import { tagDigests } from '../stack/inspect.mjs'
import { confirm, report, section } from './deleteDialog.ts'
import { listOnScreen, repositoryTable, rowOf } from './rows.ts'
import { expect, test } from './test.ts'

const run = promisify(execFile)

async function openRepositoryDialog(page: Page, address: string): Promise<Locator> {
  await page.goto(address)
  await page.getByRole('button', { name: 'More…' }).click()
  await page.getByRole('menuitem', { name: 'Delete repository…' }).click()
  return page.getByRole('dialog', { name: /^Delete the repository/ })
}

/** Two tags of one image, a signed one, and a signature. */
async function fill(place: { origin: string; repository: string }) {
  const image = await pushImage({ ...place, tag: '1.0' })
  await tagManifest({ ...place, reference: image.digest, tag: 'latest' })
  await pushCosignSignature({ ...place, image: image.descriptor })
  await pushImage({ ...place, tag: '0.9' })
}

const catalog = async (origin: string) => {
  const answer = await ask({ origin, repository: '_' }, 'GET', '../_catalog')
  return (await answer.json()) as unknown
}

test('every tag is deleted after typing the name, and Undo restores everything', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite()
  const place = { origin: registry.origin, repository: 'team/app' }
  await fill(place)
  await pushImage({ origin: registry.origin, repository: 'team/app/inner', tag: 'a' })
  const before = await tagDigests(place)
  const dialog = await openRepositoryDialog(page, `${origin}/repository/team/app`)
  await expect(section(dialog, 'stays')).toContainText('no other tags')
  await expect(confirm(dialog)).toHaveText('Delete 4 tags')
  await expect(dialog).toContainText('; frees up to ')
  await expect(dialog).toContainText('keeps listing the name team/app')
  faults.forget()
  await confirm(dialog).click()
  await expect(dialog.getByRole('alert')).toContainText(/Type the name/)
  await dialog.getByRole('textbox', { name: /to confirm/ }).fill('team/ap')
  await confirm(dialog).click()
  await expect(dialog.getByRole('alert')).toContainText(/not .* name/)
  expect(faults.log().filter(({ method }) => method === 'DELETE')).toEqual([])
  await dialog.getByRole('textbox', { name: /to confirm/ }).fill('team/app')
  await confirm(dialog).click()
  await expect(report(page.getByRole('dialog'), 4)).toContainText('team/app')
  expect(await tagDigests(place)).toEqual(new Map())
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(page.getByText('No tags', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => tagDigests(place)).toEqual(before)
  await expect(page.getByRole('checkbox', { name: 'Select 1.0', exact: true })).toBeVisible()
})

test('empty repositories are separate, in list and tree, with the step that removes the name', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  for (const repository of ['team/app', 'team/app/inner', 'solo']) {
    await pushImage({ origin: registry.origin, repository, tag: 'a' })
  }
  const dialog = await openRepositoryDialog(page, `${origin}/repository/team/app`)
  await dialog.getByRole('textbox', { name: /to confirm/ }).fill('team/app')
  await confirm(dialog).click()
  await expect(report(page.getByRole('dialog'), 1)).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('link', { name: 'Homeport, all repositories' }).click()
  const table = repositoryTable(page)
  const group = page.getByRole('group').filter({ hasText: 'Empty repositories (1)' })
  await expect(group).toBeVisible()
  await expect.poll(() => listOnScreen(table)).toEqual(['solo', 'team/app/inner'])
  await page.getByRole('radio', { name: 'Tree' }).check()
  await expect(table.getByRole('link', { name: 'team/app', exact: true })).toHaveCount(0)
  await expect(group).toBeVisible()

  await group.getByText('Empty repositories (1)').click()
  await expect(group.getByRole('link', { name: 'team/app', exact: true })).toBeVisible()
  await group.getByText('How to remove the name').click()
  const step = group.getByText(/--entrypoint rm registry/)
  await expect(step).toContainText('repositories/team/app/_manifests')
  const command = (await step.textContent()) ?? ''
  // The command's own arguments, on this registry's folder.
  const [, paths = ''] = command.split('--entrypoint rm registry ')
  await registry.restart()
  await run('sh', ['-c', `rm ${paths.replaceAll('/var/lib/registry', registry.folder)}`])
  await registry.restart()
  expect(await catalog(registry.origin)).toEqual({ repositories: ['solo', 'team/app/inner'] })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(group).toHaveCount(0)
})

test('no row disappears while it is read; a repository pushed to again reappears', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  for (const repository of ['one', 'two']) {
    await pushImage({ origin: registry.origin, repository, tag: 'a' })
  }
  const place = { origin: registry.origin, repository: 'one' }
  const [digest = ''] = (await tagDigests(place)).values()
  await ask(place, 'DELETE', `manifests/${digest}`)
  const table = repositoryTable(page)
  await page.goto(origin)
  await expect(rowOf(table, 'one')).toContainText('no tags')
  await expect(page.getByText(/^Empty repositories/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('Empty repositories (1)')).toBeVisible()
  await expect(rowOf(table, 'one')).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('Empty repositories (1)')).toBeVisible()
  await pushImage({ ...place, tag: 'again' })
  await page.reload()
  await expect(rowOf(table, 'one')).toContainText('again')
  await expect(page.getByText(/^Empty repositories/)).toHaveCount(0)
})

test('everything works by keyboard', async ({ page, startSite }) => {
  const { origin, place } = await startSite()
  await fill(place)
  await page.goto(`${origin}/repository/app`)
  await page.getByRole('button', { name: 'More…' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Delete repository…' })).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^Delete the repository/ })
  await expect(confirm(dialog)).toBeEnabled()
  const field = dialog.getByRole('textbox', { name: /to confirm/ })
  for (let presses = 0; presses < 20; presses += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('Shift+Tab')
  }
  await page.keyboard.type('app')
  await page.keyboard.press('Enter')
  await expect(report(page.getByRole('dialog'), 4)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('No tags', { exact: true })).toBeVisible()
  expect(await tagDigests(place)).toEqual(new Map())
})
