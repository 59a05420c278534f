import type { Locator, Page } from '@playwright/test'

export const repositoryTable = (page: Page): Locator =>
  page.getByRole('table', { name: 'Repositories' })

export const tagTable = (page: Page): Locator => page.getByRole('table', { name: 'Tags' })

/** The row whose link has this name, of a repository or a tag. */
export function rowOf(table: Locator, name: string): Locator {
  const link = table.page().getByRole('link', { name, exact: true })
  return table.getByRole('row').filter({ has: link })
}

/** The names of the links in rows that are at least partly visible. */
export async function listOnScreen(table: Locator): Promise<string[]> {
  const rows = table.getByRole('row').filter({ has: table.page().getByRole('link') })
  const names = await rows.evaluateAll((all) =>
    all
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return top < window.innerHeight && bottom > 0
      })
      .map((row) => row.querySelector('a')?.title ?? ''),
  )
  return names.filter((name) => name !== '')
}
