import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pushBlob, pushImage, pushIndex } from '../stack/content.mjs'
import { layerOf } from '../stack/layer.mjs'
import { resolveReference } from '../stack/inspect.mjs'
import { loseBlob, plantManifest } from './broken.ts'
import { report } from './deleteDialog.ts'
import { rowOf, tagTable } from './rows.ts'
import { expect, test } from './watched.ts'

test('fault 13: content that doesn’t match its digest isn’t shown, and nothing is deleted by it', async ({
  page,
  faults,
  repository,
  push,
}) => {
  const [{ digest }] = await push('changed', 'kept')
  const words = 'does not match its digest'
  faults.rules([{ fault: 'garble', method: 'GET', path: /manifests\/(?:changed|sha256)/ }])
  await page.goto(`/repository/${repository}`)
  const row = rowOf(tagTable(page), 'changed')
  await expect(row).toContainText(words)
  await expect(row).not.toContainText('linux')

  await page.goto(`/image/${repository}:changed`)
  await expect(page.getByRole('alert')).toContainText(words)
  await expect(page.getByRole('alert')).toContainText(digest)
  await expect(page.getByText('Digest verified')).toHaveCount(0)
  await expect(page.getByRole('table')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0)

  // Not one that the browser has seen: its cached content was verified.
  await push('new')
  faults.rules([{ fault: 'garble', path: /blobs/ }])
  await page.goto(`/image/${repository}:new`)
  await expect(page.getByRole('alert')).toContainText(words)
  await expect(page.getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveCount(2)
})

for (const [what, rule] of [
  ['the page of a proxy', { fault: 'html' }],
  ['other bytes of the right type', { fault: 'body', body: '{}' }],
] as const) {
  test(`a single wrong response for a digest doesn’t remain in the browser: ${what}`, async ({
    page,
    faults,
    repository,
    push,
  }) => {
    await push('1.0')
    faults.rules([{ ...rule, path: /blobs/ }])
    await page.goto(`/image/${repository}:1.0`)
    const notice = page.getByRole('alert')
    await expect(notice).toContainText(/config couldn’t be read/)
    faults.rules([])
    const again = notice.getByRole('button', { name: 'Try again' })
    if (await again.isVisible()) await again.click()
    else await page.reload()
    await expect(notice).toHaveCount(0)
    await expect(page.getByRole('main')).toContainText('linux/amd64')
  })
}

test('fault 18: a schema 1 image shows its layers and history, and is called legacy', async ({
  page,
  registry,
  repository,
  place,
}) => {
  const layer = await pushBlob(place, layerOf({ a: 'b' }).bytes)
  const step = (fields: object) => ({ v1Compatibility: JSON.stringify(fields) })
  const manifest = {
    schemaVersion: 1,
    name: repository,
    tag: 'old',
    architecture: 'amd64',
    fsLayers: [{ blobSum: layer.digest }],
    history: [step({ id: 'a', container_config: { Cmd: ['/bin/sh -c make all'] } })],
  }
  await plantManifest(registry, repository, 'old', Buffer.from(JSON.stringify(manifest, null, 3)))
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'old')).toContainText('schema 1')
  await page.goto(`/image/${repository}:old`)
  await expect(page.getByRole('main')).toContainText('legacy')
  await expect(page.getByRole('table', { name: 'Layers' })).toContainText('make all')
})

test('fault 19: without its config the page lacks only what the config says', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ configDigest }] = await push('1.0')
  await loseBlob({ registry, repository, digest: configDigest })
  await page.goto(`/image/${repository}:1.0`)
  await expect(page.getByRole('main')).toContainText(/config is missing/)
  await expect(page.getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveCount(2)
})

test('fault 19: a config of zero bytes, as after garbage collection without a restart', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite({ registry: { cache: true } })
  const place = { origin: registry.origin, repository: 'team/app' }
  const { configDigest } = await pushImage({ ...place, tag: '1.0' })
  // Read once, it is cached in the registry's memory; then it is removed from disk.
  const address = `${registry.origin}/v2/${place.repository}/blobs/${configDigest}`
  await (await fetch(address)).text()
  const hex = configDigest.slice(7)
  const blobs = join(registry.folder, 'docker/registry/v2/blobs/sha256')
  await rm(join(blobs, hex.slice(0, 2), hex), { recursive: true })
  await page.goto(`${origin}/image/team/app:1.0`)
  await expect(page.getByRole('main')).toContainText(/config .*missing/)
  await expect(page.getByRole('main')).toContainText('restart')
  await expect(page.getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveCount(2)
})

test('fault 20: a layer stored elsewhere is shown as such, and never requested there', async ({
  page,
  repository,
  place,
}) => {
  const foreign = {
    mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    digest: `sha256:${'f'.repeat(64)}`,
    size: 118_000_000,
    urls: ['https://elsewhere.test/windows.tar.gz'],
  }
  await pushImage({ ...place, tag: '1', layers: [foreign] })
  await page.goto(`/image/${repository}:1?layer=1`)
  await expect(page.getByRole('table', { name: 'Layers' })).toContainText('stored elsewhere')
  await expect(page.getByRole('region', { name: 'Layer 1' })).toContainText('elsewhere.test')
  // `watched` checks that nothing was requested from elsewhere.test.
})

test('fault 25: an index says how many of its parts garbage collection removed, and can be deleted', async ({
  page,
  startSite,
}) => {
  const { registry, origin } = await startSite()
  const place = { origin: registry.origin, repository: 'team/app' }
  const platforms = ['amd64', 'arm64', 'riscv64'].map((architecture) => ({
    os: 'linux',
    architecture,
  }))
  const children = await Promise.all(
    platforms.map((platform) => pushImage({ ...place, content: platform.architecture, platform })),
  )
  await pushIndex({ ...place, tag: 'multi', manifests: children.map((one) => one.descriptor) })
  await pushImage({ ...place, tag: 'single' })
  // On distribution 2.8 this destroys the children of every index.
  await registry.collect(['--delete-untagged'])
  await registry.restart()

  await page.goto(`${origin}/repository/team/app`)
  const row = rowOf(tagTable(page), 'multi')
  await expect(row).toContainText('3 missing')
  await page.goto(`${origin}/image/team/app:multi`)
  await expect(page.getByRole('main')).toContainText(/3 of 3 platforms .*missing/)
  await page.getByRole('button', { name: /^Delete/ }).click()
  const dialog = page.getByRole('dialog')
  // The registry wouldn't accept such an index again, so it is deleted permanently.
  await dialog.getByRole('textbox', { name: /to confirm/ }).fill('team/app')
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await expect(report(dialog, 1)).toBeVisible()
  expect(await resolveReference(place, 'multi')).toBeUndefined()
  expect(await resolveReference(place, 'single')).toBeDefined()
})

test('fault 26: blobs redirected to a storage show the setting that prevents it', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  const location = 'http://bucket.test/blob?signature=x'
  faults.rules([{ fault: 'status', status: 307, path: /blobs/, body: '', headers: { location } }])
  await page.goto(`/image/${repository}:1.0`)
  const main = page.getByRole('main')
  await expect(main).toContainText(/storage .* can’t reach/)
  await expect(main).toContainText('storage.redirect.disable')
  await expect(page.getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveCount(2)

  // Redirects of anything else have nothing to do with storage.
  faults.rules([
    { fault: 'status', status: 302, path: /manifests/, body: '', headers: { location } },
  ])
  await page.goto(`/image/${repository}:1.0`)
  await expect(page.getByRole('alert')).toContainText(/another address/)
})
