import { pushImage } from '../stack/content.mjs'
import { expect, test } from './test.ts'

test('a pushed image is found, from the list of repositories to its tags', async ({
  page,
  registry,
  repository,
}) => {
  const { digest } = await pushImage({ origin: registry.origin, repository, tag: '1.0' })
  await page.goto('/')
  const repositories = page.getByRole('table', { name: 'Repositories' })
  await page.getByRole('textbox', { name: 'Filter names' }).fill(repository)
  await repositories.getByRole('link', { name: repository }).click()
  const row = page.getByRole('table', { name: 'Tags' }).getByRole('row', { name: '1.0' })
  await expect(row).toContainText(digest.slice(7, 19))
})
