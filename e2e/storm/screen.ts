import type { Page } from '@playwright/test'

/** The report of a deletion, as shown. */
export type Report = {
  readonly title: string
  /** What it says about each tag, and about manifests without a tag. */
  readonly tags: ReadonlyMap<string, string>
  readonly manifests: ReadonlyMap<string, string>
  /** What else it says: harm, why it stopped, other tags. */
  readonly lines: readonly string[]
}

/** A row of the page Deleted. */
export type DeletedRow = {
  readonly tags: readonly string[]
  /** Of the image. */
  readonly digest: string | undefined
  readonly isRestored: boolean
  readonly text: string
}

export async function readReport(page: Page): Promise<Report> {
  const dialog = page.getByRole('dialog')
  const title = await dialog.getByRole('heading', { level: 2 }).innerText()
  const items = dialog.getByRole('list', { name: 'Results' }).getByRole('listitem')
  const tags = await items.evaluateAll((all) =>
    all.map((item) => {
      const [name, text] = [item.children[0], item.children[1]]
      return [name?.textContent ?? '', text?.firstChild?.textContent ?? ''] as const
    }),
  )
  const marks = dialog.locator('details [title^="sha256:"]')
  const manifests = await marks.evaluateAll((all) =>
    all.map((mark) => {
      const text = mark.parentElement?.parentElement?.lastElementChild?.textContent
      return [mark.getAttribute('title') ?? '', text ?? ''] as const
    }),
  )
  const lines = await dialog.getByRole('alert').or(dialog.getByRole('status')).allInnerTexts()
  return { title, tags: new Map(tags), manifests: new Map(manifests), lines }
}

/** What the page says about interrupted deletions; empty if nothing. */
export async function readInterruption(page: Page): Promise<string> {
  const [text = ''] = await page.getByText(/was interrupted(?::| before)/).allInnerTexts()
  return text
}

export async function readDeleted(page: Page): Promise<readonly DeletedRow[]> {
  const rows = page.getByRole('table', { name: 'Deleted' }).getByRole('row')
  // Not the row over the entries of one deletion.
  const own = rows.filter({
    has: page.getByRole('button', { name: /^Restore (?!all |the other )/ }),
  })
  return await own.evaluateAll((all) =>
    all.map((row) => {
      const texts = [...row.querySelectorAll('span')].map((one) => one.textContent)
      return {
        tags: [...new Set([...row.querySelectorAll('bdi')].map((one) => one.textContent ?? ''))],
        digest: row.querySelector('[title^="sha256:"]')?.getAttribute('title') ?? undefined,
        isRestored: texts.includes('restored'),
        text: row.textContent ?? '',
      }
    }),
  )
}
