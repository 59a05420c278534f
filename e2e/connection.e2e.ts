import { tagDigests } from '../stack/inspect.mjs'
import { expect, test } from './test.ts'

test('what works is shown, and a deletion can be tested', async ({ page, startSite }) => {
  const { origin, place, push } = await startSite()
  await push('1.0', 'latest')
  const before = await tagDigests(place)
  await page.goto(origin)
  await page.getByRole('contentinfo').getByRole('link', { name: 'Connection' }).click()
  await expect(page.getByRole('main')).toContainText('Everything works.')
  await expect(page.getByRole('term').filter({ hasText: ': works' })).toHaveCount(14)
  await page.getByRole('button', { name: 'Test deletion' }).click()
  await expect(page.getByText(/^Deletion works: app:homeport-test-/)).toBeVisible()
  expect(await tagDigests(place)).toEqual(before)
})

test('what doesn’t work is shown with the line to change', async ({ page, startSite }) => {
  const { origin, faults, registry, push } = await startSite({ registry: { deletion: false } })
  await push('1.0')
  const headers = { Location: 'http://bucket.test/x' }
  faults.rules([{ path: /\/blobs\//, fault: 'status', status: 307, headers }])
  await page.goto(`${origin}/connection`)
  const main = page.getByRole('main')
  await expect(main).toContainText('1 check failed, 1 limit found')
  await expect(main).toContainText('REGISTRY_STORAGE_DELETE_ENABLED=true')
  await expect(main).toContainText('REGISTRY_STORAGE_REDIRECT_DISABLE=true')
  // A cause is named once.
  await expect(main.getByText('REGISTRY_STORAGE_REDIRECT_DISABLE')).toHaveCount(2)
  await expect(main).toContainText('Not checked: see “Layers and configs”.')
  await expect(page.getByRole('button', { name: 'Test deletion' })).toHaveCount(0)

  // One cause is one failure, here and where its data would be.
  await registry.stop()
  await page.goto(origin)
  await page.getByRole('alert').getByRole('link', { name: 'Check the connection' }).click()
  await expect(page).toHaveURL(/\/connection#reach$/)
  await expect(main).toContainText('1 check failed, 12 checks couldn’t be made')
  await expect(main).toContainText('ENV_DOCKER_REGISTRY_HOST=')
})
