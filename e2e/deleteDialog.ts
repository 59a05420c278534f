import type { Locator, Page } from '@playwright/test'

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

/** Opens the dialog for what is selected. */
export async function askToDelete(page: Page): Promise<Locator> {
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: /^Delete/ }).click()
  return page.getByRole('dialog')
}

/** A part of the plan or of the report. */
export const section = (dialog: Locator, name: string): Locator =>
  dialog.getByRole('region', { name, exact: true })

/** The button that begins the deletion. */
export const confirm = (dialog: Locator): Locator => dialog.getByRole('button', { name: /^Delete/ })

export const heading = (dialog: Locator, name: string | RegExp): Locator =>
  dialog.getByRole('heading', { name })
