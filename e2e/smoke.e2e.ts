import { expect, test } from './test.ts'

test('a pushed image is found, from the list of repositories to its tags', async ({
  page,
  repository,
  push,
}) => {
  const [{ digest }] = await push('1.0')
  await page.goto('/')
  const repositories = page.getByRole('table', { name: 'Repositories' })
  await page.getByRole('textbox', { name: 'Filter names' }).fill(repository)
  await repositories.getByRole('link', { name: repository }).click()
  const row = page.getByRole('table', { name: 'Tags' }).getByRole('row', { name: '1.0' })
  await expect(row).toContainText(digest.slice(7, 19))
})

test('links lead there and back, and to another tab if requested', async ({
  page,
  repository,
  push,
}) => {
  await push('1.0')
  const address = `/?q=${encodeURIComponent(repository)}`
  await page.goto(address)
  const link = page
    .getByRole('table', { name: 'Repositories' })
    .getByRole('link', { name: repository })
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    link.click({ modifiers: ['ControlOrMeta'] }),
  ])
  await expect(other).toHaveURL(new RegExp(`/repository/${repository}$`))
  await expect(link).toBeVisible()
  await link.click()
  await expect(page).toHaveURL(new RegExp(`/repository/${repository}$`))
  await expect(page.getByRole('table', { name: 'Tags' })).toBeVisible()
  // The current page again: no second entry in the browser's history.
  await page.getByRole('link', { name: 'Tags' }).click()
  await page.goBack()
  await expect(link).toBeVisible()
  await page.goForward()
  await expect(page.getByRole('table', { name: 'Tags' })).toBeVisible()
})
