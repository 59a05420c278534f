import { type Locator, type Page, expect } from '@playwright/test'
import type { FaultProxy } from '../stack/faults.mjs'

/** Opens the tags of a repository, selects some, and opens the dialog. */
export async function openDialog(
  page: Page,
  address: string,
  tags: readonly string[],
): Promise<Locator> {
  await page.goto(address)
  for (const tag of tags) {
    await page.getByRole('checkbox', { name: `Select ${tag}`, exact: true }).check()
  }
  return await askToDelete(page)
}

/** Opens the dialog for the selection. */
export async function askToDelete(page: Page): Promise<Locator> {
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: /^Delete/ }).click()
  return page.getByRole('dialog')
}

/** The page's names for the parts of the plan and of the report. */
const SECTIONS = {
  goes: 'Will be deleted',
  stays: 'Will be kept',
  how: 'Method',
  space: 'Space',
  deleted: 'Deleted',
  notDeleted: 'Not deleted',
  unknown: 'Outcome unknown',
}

/** A part of the plan or of the report. */
export const section = (dialog: Locator, part: keyof typeof SECTIONS): Locator =>
  dialog.getByRole('region', { name: SECTIONS[part], exact: true })

/** The button that starts the deletion. */
export const confirm = (dialog: Locator): Locator => dialog.getByRole('button', { name: /^Delete/ })

/** The report's heading for so many deleted tags, `of` so many if some weren't. Any report without them. */
export function report(dialog: Locator, count?: number, of?: number): Locator {
  const some = `${count ?? '\\d.*'}${of === undefined ? '' : ` of ${of}`}`
  return dialog.getByRole('heading', { name: new RegExp(`^${some} tags? deleted`) })
}

/** Confirms, and waits for the report that so many tags were deleted. */
export async function carryOut(dialog: Locator, count = 1): Promise<void> {
  await confirm(dialog).click()
  await expect(report(dialog, count)).toBeVisible()
}

/** The DELETE requests so far that could delete something: probes ask for what can’t exist. */
export const deletions = (faults: FaultProxy) =>
  faults
    .log()
    .filter(({ method, url }) => method === 'DELETE' && !/homeport-probe-|sha256:0{64}/.test(url))

/** Confirms, and waits until the request that `rule` holds has reached the registry. */
export async function confirmAndHold(
  dialog: Locator,
  faults: FaultProxy,
  rule: Parameters<FaultProxy['hold']>[0],
): Promise<ReturnType<FaultProxy['hold']>> {
  await expect(confirm(dialog)).toBeEnabled()
  const held = faults.hold(rule)
  await confirm(dialog).click()
  await held.reached
  return held
}
