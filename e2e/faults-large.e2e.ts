import type { Request } from '@playwright/test'
import { pushImage } from '../stack/content.mjs'
import { loseManifest } from './broken.ts'
import { makeRepositories, makeTags } from './repositoryFolders.ts'
import { repositoryTable, rowOf, tagTable } from './rows.ts'
import { expect, test } from './watched.ts'

test('fault 15: a long catalog can be searched while loading, stopped, and continued', async ({
  page,
  startSite,
}) => {
  const { registry, faults, origin } = await startSite()
  await makeRepositories(registry, numbered('team/app', 2500))
  const third = faults.hold({ path: /_catalog.*last=team%2Fapp-1099/ })
  await page.goto(origin)
  const main = page.getByRole('main')
  await expect(main).toContainText('1,100 so far')
  const filter = page.getByRole('textbox', { name: 'Filter names' })
  await filter.fill('app-2499')
  await expect(main).toContainText(/only the loaded part of the list\./)
  await filter.fill('app-1000')
  await expect(rowOf(repositoryTable(page), 'team/app-1000')).toBeVisible()
  await filter.fill('')

  await main.getByRole('button', { name: 'Stop' }).click()
  await expect(main).toContainText(/incomplete/)
  await expect(repositoryTable(page)).toHaveAttribute('aria-rowcount', '1101')
  third.release()
  await main.getByRole('button', { name: 'Resume' }).click()
  await expect(repositoryTable(page)).toHaveAttribute('aria-rowcount', '2501')
  await filter.fill('app-2499')
  await expect(rowOf(repositoryTable(page), 'team/app-2499')).toBeVisible()
})

test('fault 15: of 100,000 repositories only the rows on screen are rendered and requested', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  const repositories = [repository, ...numbered('team/app', 99_999)]
  const body = JSON.stringify({ repositories })
  faults.rules([{ fault: 'body', body, path: /_catalog/ }])
  await page.goto('/')
  const table = repositoryTable(page)
  await expect(table).toHaveAttribute('aria-rowcount', '100001')
  await expect(rowOf(table, repository)).toContainText('linux/amd64')
  expect(await table.getByRole('row').count()).toBeLessThan(80)
  const asked = faults.log().filter(({ url }) => url.includes('/tags/list'))
  expect(asked.length).toBeLessThan(80)
  await page.getByRole('textbox', { name: 'Filter names' }).fill('99998')
  await expect(rowOf(table, 'team/app-99998')).toBeVisible()
})

test('fault 16: 10,000 tags are one request; details are loaded for the rows on screen, six at a time', async ({
  page,
  registry,
  faults,
  repository,
  push,
}) => {
  test.slow()
  const [{ digest }] = await push('first')
  await makeTags(registry, repository, digest, numbered('build', 10_000))
  faults.rules([{ fault: 'hang', path: /manifests/ }])
  const broken: Request[] = []
  page.on('requestfailed', (request) => broken.push(request))
  await page.goto(`/repository/${repository}`)
  const table = tagTable(page)
  await expect(table).toHaveAttribute('aria-rowcount', '10002')
  expect(await table.getByRole('row').count()).toBeLessThan(80)
  const asked = (part: string) => faults.log().filter(({ url }) => url.includes(part))
  await expect.poll(() => asked('/manifests/').length).toBe(6)
  const waiting = asked('/manifests/').map(({ url }) => url)

  // After scrolling away, nothing waits for the rows left behind.
  faults.rules([])
  await page.getByRole('main').press('End')
  const last = rowOf(table, 'build-9999')
  await expect(last).toContainText(digest.slice(7, 19), { timeout: 30_000 })
  const left = broken.map((request) => new URL(request.url()).pathname)
  expect(left).toEqual(expect.arrayContaining(waiting))
  // Two more requests show that the list is complete.
  const lists = asked('/tags/list').map(({ url }) => url.replace(/.*\/|(?<=last=).*/g, ''))
  expect(lists).toEqual(['list', 'list?n=1', 'list?n=1&last='])
  expect(asked('/manifests/').length).toBeLessThan(160)
})

test('fault 17: one broken tag of many is reported in its row; the others work as usual', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }, { digest: kept }] = await push('lost', 'kept')
  await loseManifest({ registry, repository, digest })
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'lost')).toContainText(/manifest is missing/)
  await expect(rowOf(tagTable(page), 'kept')).toContainText(kept.slice(7, 19))
  await rowOf(tagTable(page), 'kept').getByRole('link', { name: 'kept' }).click()
  await expect(page.getByRole('table', { name: 'Layers' })).toBeVisible()
})

test('fault 21: a late response isn’t shown under another name', async ({
  page,
  faults,
  repository,
  place,
}) => {
  await pushImage({ ...place, repository: `${repository}/slow`, tag: 'of-slow' })
  await pushImage({ ...place, repository: `${repository}/quick`, tag: 'of-quick' })
  const tags = faults.hold({ path: /slow\/tags\/list/, phase: 'answer' })
  await page.goto(`/repository/${repository}/slow`)
  await tags.reached
  const field = page.getByRole('combobox', { name: 'Go to a repository or image by name' })
  await field.fill(`${repository}/quick`)
  await field.press('Enter')
  await expect(rowOf(tagTable(page), 'of-quick')).toContainText('sha256:')
  tags.release()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(rowOf(tagTable(page), 'of-quick')).toContainText('sha256:')
  await expect(page.getByText('of-slow')).toHaveCount(0)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('fault 23: ages follow the registry’s clock; a future time is a date', async ({
  page,
  repository,
  place,
}) => {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  await pushImage({ ...place, tag: 'old', config: { created: ago(3) } })
  await pushImage({ ...place, tag: 'ahead', config: { created: ago(-72) } })
  // This browser's clock is two days slow.
  await page.clock.install({ time: Date.now() - 2 * 86_400_000 })
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'old')).toContainText('3 hours ago')
  await expect(rowOf(tagTable(page), 'ahead')).toContainText(/\w{3} \d{1,2}, \d{4}/)
  await expect(rowOf(tagTable(page), 'ahead')).not.toContainText('ago')
})

/** `team/app-0000`, … */
function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`)
}
