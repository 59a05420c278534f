import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import {
  attachArtifact,
  digestOf,
  pushArtifact,
  pushAttestation,
  pushBlob,
  pushCosignSignature,
  pushImage,
  pushIndex,
  tagManifest,
} from '../stack/content.mjs'
import { incompressibleBytes, layerOf } from '../stack/layer.mjs'
import { loseBlob, loseManifest, plantManifest } from './broken.ts'
import { expect, test } from './test.ts'

/** A row of a repository's tags, once its details are loaded. */
function tagRow(page: Page, tag: string) {
  return page
    .getByRole('table', { name: 'Tags' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: tag, exact: true }) })
}

const layers = (page: Page) => page.getByRole('table', { name: 'Layers' })
const platforms = (page: Page) => page.getByRole('navigation', { name: 'Platform' })
const dockerfile = (page: Page) => page.getByRole('region', { name: 'Dockerfile' })
const settingsOf = (page: Page) => page.getByRole('main')

const LAYER = 'application/vnd.oci.image.layer.v1.tar'
const arm64 = { os: 'linux', architecture: 'arm64' }
const armV7 = { os: 'linux', architecture: 'arm', variant: 'v7' }
const sized = (seed: string, size: number) =>
  layerOf({ 'usr/share/data': incompressibleBytes(size, seed) })

test('1: a Docker schema 2 image of the classic builder', async ({ page, repository, place }) => {
  await pushImage({
    ...place,
    tag: '3.11',
    mediaTypes: 'docker',
    layers: [sized('alpine', 40_000)],
    history: [
      {
        created: '2019-12-20T00:00:00Z',
        created_by: `/bin/sh -c #(nop) ADD file:${'0c'.repeat(32)} in / `,
      },
      {
        created: '2019-12-20T00:00:01Z',
        created_by: '/bin/sh -c #(nop)  CMD ["/bin/sh"]',
        empty_layer: true,
      },
    ],
    config: { created: '2019-12-20T00:00:01Z' },
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, '3.11')).toContainText(/linux\/amd64.*40\.\d kB.*7 years ago/s)
  await tagRow(page, '3.11').getByRole('link', { name: '3.11' }).click()
  await expect(page.getByText('Digest verified')).toBeVisible()
  await expect(layers(page).getByRole('row')).toHaveCount(3)
  await expect(layers(page)).toContainText('ADD file:0c0c0c0c0c0c /')
  await expect(dockerfile(page)).toContainText('CMD ["/bin/sh"]')
})

test('2: an OCI image', async ({ page, repository, push }) => {
  const [{ digest }] = await push('3.11')
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, '3.11')).toContainText(digest.slice(7, 19))
  await expect(tagRow(page, '3.11')).toContainText('linux/amd64')
  await page.goto(`/image/${repository}:3.11`)
  await expect(layers(page)).toContainText('COPY part-0 /')
})

test('3: a kaniko image, whose steps have no times', async ({ page, repository, place }) => {
  await pushImage({
    ...place,
    tag: 'kaniko',
    config: { author: 'kaniko', created: '2024-05-01T10:00:00Z' },
    layers: [sized('a', 900), sized('b', 500)],
    history: [
      { created: '0001-01-01T00:00:00Z', created_by: 'COPY app /app', author: 'kaniko' },
      { created: '0001-01-01T00:00:00Z', created_by: 'RUN make', author: 'kaniko' },
      {
        created: '0001-01-01T00:00:00Z',
        created_by: 'ENV A=b',
        author: 'kaniko',
        empty_layer: true,
      },
    ],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'kaniko')).toContainText(/2 years ago|3 years ago/)
  await page.goto(`/image/${repository}:kaniko?layer=2`)
  const details = page.getByRole('region', { name: 'Layer 2' })
  await expect(details.getByText('unknown', { exact: true })).toBeVisible()
  await expect(details).toContainText('kaniko')
  await expect(dockerfile(page)).toContainText('RUN make')
})

test('4: layers in every form', async ({ page, repository, place }) => {
  const form = (mediaType: string, name: string) => ({ ...layerOf({ name }), mediaType })
  await pushImage({
    ...place,
    tag: 'forms',
    layers: [
      form(`${LAYER}+zstd`, 'zstd'),
      form(`${LAYER}+gzip`, 'estargz'),
      { ...layerOf({ name: 'plain' }, { compressed: false }), mediaType: LAYER },
    ],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'forms')).toContainText('kB')
  for (const [layer, type] of [
    ['1', 'zstd'],
    ['2', 'gzip'],
    ['3', 'uncompressed'],
  ] as const) {
    await page.goto(`/image/${repository}:forms?layer=${layer}`)
    const details = page.getByRole('region', { name: `Layer ${layer}` })
    await expect(details.getByText(type, { exact: true })).toBeVisible()
  }
})

test('5: an image from the year 1970 has no recorded time', async ({ page, repository, place }) => {
  const config = { created: '1970-01-01T00:00:00Z' }
  await pushImage({
    ...place,
    tag: 'v1',
    config,
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'bazel build //app' }],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'v1').getByRole('cell', { name: 'unknown', exact: true })).toBeVisible()
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText('build date unknown')).toBeVisible()
  await expect(layers(page)).toContainText('bazel build //app')
})

test('6: a schema 1 image is shown as legacy', async ({ page, registry, repository, place }) => {
  const layer = await pushBlob(place, layerOf({ a: 'b' }).bytes)
  const step = (fields: object) => ({ v1Compatibility: JSON.stringify(fields) })
  const manifest = {
    schemaVersion: 1,
    name: repository,
    tag: 'old',
    architecture: 'amd64',
    fsLayers: [{ blobSum: layer.digest }, { blobSum: layer.digest }],
    history: [
      step({
        id: 'b'.repeat(64),
        parent: 'a'.repeat(64),
        os: 'linux',
        architecture: 'amd64',
        created: '2016-01-01T00:00:00Z',
        config: { Cmd: ['/bin/bash'], User: 'nova' },
        container_config: { Cmd: ['/bin/sh -c #(nop) CMD ["/bin/bash"]'] },
        throwaway: true,
      }),
      step({
        id: 'a'.repeat(64),
        created: '2016-01-01T00:00:00Z',
        container_config: { Cmd: ['/bin/sh -c apt-get update'] },
      }),
    ],
  }
  const bytes = Buffer.from(JSON.stringify(manifest, null, 3))
  await plantManifest(registry, repository, 'old', bytes)
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'old')).toContainText('schema 1')
  await expect(tagRow(page, 'old')).toContainText(/years ago/)
  await page.goto(`/image/${repository}:old`)
  await expect(page.getByText('a legacy format')).toBeVisible()
  await expect(layers(page).getByRole('row').nth(1)).toContainText('RUN apt-get update')
  await page.getByRole('link', { name: 'Config' }).click()
  await expect(page.getByText('nova')).toBeVisible()
})

test('7: an index with three platforms and an attestation', async ({ page, repository, place }) => {
  const base = sized('base', 20_000)
  const tops = [sized('amd64', 3000), sized('arm64', 5000), sized('armv7', 1000)] as const
  const images = [
    await pushImage({ ...place, layers: [base, tops[0]] }),
    await pushImage({ ...place, layers: [base, tops[1]], platform: arm64 }),
    await pushImage({ ...place, layers: [base, tops[2]], platform: armV7 }),
  ]
  const attestation = await pushAttestation({ ...place, image: images[0]!.descriptor })
  const index = await pushIndex({
    ...place,
    tag: '1.0',
    manifests: [...images.map((image) => image.descriptor), attestation.descriptor],
  })
  await page.goto(`/repository/${repository}`)
  const row = tagRow(page, '1.0')
  await expect(row).toContainText(index.digest.slice(7, 19))
  await expect(row).toContainText('linux/amd64')
  const kB = (...sizes: { bytes: Buffer }[]) =>
    (sizes.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1000).toPrecision(3)
  const range = `${kB(base, tops[2])}–${kB(base, tops[1])} kB · ${kB(base, ...tops)} kB total`
  await expect(row.getByTitle(`3 platforms, ${range}`)).toBeVisible()
  await page.goto(`/image/${repository}:1.0`)
  await expect(page.getByText('3 platforms')).toBeVisible()
  await expect(settingsOf(page)).toContainText(`${kB(base, ...tops)} kB total`)
  await expect(platforms(page).getByRole('link')).toHaveText([
    `linux/amd64${kB(base, tops[0])} kB`,
    `linux/arm64${kB(base, tops[1])} kB`,
    `linux/arm/v7${kB(base, tops[2])} kB`,
  ])
  await platforms(page).getByRole('link', { name: 'linux/arm/v7' }).click()
  await expect(page).toHaveURL(/platform=linux%2Farm%2Fv7/)
  await expect(page.getByRole('heading', { name: 'Layers of linux/arm/v7' })).toBeVisible()
})

test('a platform that is an inner index opens its image, and twins are told apart', async ({
  page,
  nginx,
  repository,
  place,
}) => {
  const [amd, arm, zstd] = [
    await pushImage({ ...place, layers: [sized('amd', 3000)] }),
    await pushImage({ ...place, layers: [sized('arm', 5000)], platform: arm64 }),
    await pushImage({ ...place, layers: [sized('zstd', 2000)] }),
  ] as const
  const attestation = await pushAttestation({ ...place, image: arm.descriptor })
  const inner = await pushIndex({
    ...place,
    manifests: [arm.descriptor, attestation.descriptor],
  })
  const compressed = { 'io.github.containers.compression.zstd': 'true' }
  await pushIndex({
    ...place,
    tag: '1.0',
    manifests: [
      amd.descriptor,
      { ...inner.descriptor, platform: arm64 },
      { ...zstd.descriptor, annotations: compressed },
    ],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, '1.0').getByTitle(/^3 platforms, /)).toBeVisible()
  await expect(tagRow(page, '1.0')).toContainText('linux/amd64arm64')
  await page.goto(`/image/${repository}:1.0`)
  await expect(page.getByText('3 platforms')).toBeVisible()
  const names = [/^linux\/amd64\d/, /^linux\/arm64\d/, /^linux\/amd64 \(zstd\)\d/]
  await expect(platforms(page).getByRole('link')).toHaveText(names)
  await expect(page.getByRole('table', { name: 'Entries' })).toHaveCount(0)
  await platforms(page).getByRole('link', { name: 'linux/arm64' }).click()
  await expect(page.getByRole('heading', { name: 'Layers of linux/arm64' })).toBeVisible()
  await expect(layers(page).getByRole('row')).toHaveCount(2)
  const command = page.getByRole('main').locator('code').first()
  const name = `homeport.test:${nginx.port}/${repository}`
  await expect(command).toHaveText(`docker pull --platform linux/arm64 ${name}:1.0`)
  await page.getByRole('link', { name: /^Referrers/ }).click()
  const ofArm = page.getByRole('table', { name: 'Attached to linux/arm64' })
  await expect(ofArm.getByRole('row')).toHaveCount(2)
  await platforms(page).getByRole('link', { name: 'zstd' }).click()
  await expect(command).toHaveText(`docker pull ${name}@${zstd.digest}`)
})

test('a chosen platform is in the pull command, and all of it copies as one line', async ({
  page,
  nginx,
  repository,
  place,
}) => {
  const platforms = [
    arm64,
    armV7,
    { os: 'linux', architecture: '$(reboot)' },
    ...['10.0.17763.1', '10.0.20348.1'].map((build) => ({
      os: 'windows',
      architecture: 'amd64',
      'os.version': build,
    })),
  ]
  const images = []
  for (const platform of platforms) {
    images.push(await pushImage({ ...place, layers: [sized('one', 2000)], platform }))
  }
  const manifests = images.map(({ descriptor }, at) => ({
    ...descriptor,
    platform: platforms[at]!,
  }))
  const { digest } = await pushIndex({ ...place, tag: '1.0', manifests })
  const name = `homeport.test:${nginx.port}/${repository}`
  const command = page.getByRole('main').locator('code').first()
  const tool = page.getByRole('combobox', { name: 'Tool to pull with' })
  const choose = (platform: string) =>
    page.getByRole('navigation', { name: 'Platform' }).getByRole('link', { name: platform }).click()
  await page.goto(`/image/${repository}:1.0`)
  // What is opened unasked is not asked for.
  await expect(command).toHaveText(`docker pull ${name}:1.0`)
  await choose('linux/arm/v7')
  for (const [form, text] of [
    ['podman', `podman pull --platform linux/arm/v7 ${name}:1.0`],
    ['nerdctl', `nerdctl pull --platform linux/arm/v7 ${name}:1.0`],
    ['crane', `crane pull --platform linux/arm/v7 ${name}:1.0 image.tar`],
    [
      'skopeo',
      `skopeo --override-os linux --override-arch arm --override-variant v7 copy docker://${name}:1.0 oci:image`,
    ],
    ['Kubernetes', `image: ${name}@${images[1]!.digest}`],
    ['reference', `${name}@${images[1]!.digest}`],
    ['docker', `docker pull --platform linux/arm/v7 ${name}:1.0`],
  ] as const) {
    await tool.selectOption(form)
    await expect(command).toHaveText(text)
  }
  // Two have the same name but for the build, and one would be a command to a shell.
  await choose('10.0.20348.1')
  await expect(command).toHaveText(`docker pull ${name}@${images[4]!.digest}`)
  await choose('$(reboot)')
  await expect(command).toHaveText(`docker pull ${name}@${images[2]!.digest}`)
  // A pinned index stays pinned.
  await page.goto(`/image/${repository}@${digest}?platform=linux%2Farm64`)
  await expect(command).toHaveText(`docker pull --platform linux/arm64 ${name}@${digest}`)

  for (const part of [
    command,
    page.getByRole('heading', { level: 1 }),
    page.getByRole('main').getByTitle(digest, { exact: true }),
    page.getByRole('heading', { name: 'Layers of linux/arm64' }),
    layers(page).getByRole('row').nth(1).getByRole('link'),
    page.getByRole('region', { name: 'Layer 1' }).locator('code'),
  ]) {
    const copied = await part.evaluate((element) => {
      const selection = getSelection()
      selection?.selectAllChildren(element)
      return selection?.toString()
    })
    expect(copied?.trim()).toMatch(/^.+$/)
  }
})

test('the header says whether there is a signature, an SBOM or a provenance', async ({
  page,
  faults,
  repository,
  place,
  push,
}) => {
  const image = await pushImage(place)
  const attestation = await pushAttestation({
    ...place,
    image: image.descriptor,
    predicates: ['https://spdx.dev/Document', 'https://slsa.dev/provenance/v1'].map((type) => ({
      type,
      predicate: {},
    })),
  })
  const manifests = [image.descriptor, attestation.descriptor]
  const index = await pushIndex({ ...place, tag: 'signed', manifests })
  await pushCosignSignature({ ...place, image: index.descriptor })
  await push('plain')
  const views = page.getByRole('navigation', { name: 'Views' })
  const marks = page.getByRole('link', { name: /^(Signature|SBOM|Provenance)$/ })

  // Nobody waits for it: it is asked for after all else.
  const asked = () => faults.log().filter(({ url }) => /referrers|tags.list/.test(url))
  const held = faults.hold({ path: '/blobs/' })
  faults.forget()
  await page.goto(`/image/${repository}:signed`)
  await expect(page.getByText('Loading the config…')).toBeVisible()
  expect(asked()).toEqual([])
  held.release()
  await expect(marks).toHaveText(['Signature', 'SBOM', 'Provenance'])
  await expect(views).toContainText('Referrers2')
  await marks.getByText('Provenance').click()
  await expect(page).toHaveURL(/view=referrers/)
  await expect(page.getByRole('table', { name: 'Attached to linux/amd64' })).toContainText(
    'attestation: SPDX SBOM, SLSA provenance',
  )

  await page.goto(`/image/${repository}:plain`)
  await expect(page.getByText('No signature, SBOM or provenance')).toBeVisible()
  await expect(views).toContainText('Referrers0')

  faults.rules([{ path: '/referrers/', fault: 'status', status: 403 }])
  await page.reload()
  await page.getByRole('link', { name: 'Couldn’t check for signatures' }).click()
  await expect(page.getByText('The referrers couldn’t be read')).toBeVisible()
})

test('8: three tags with one digest are recognizably one image', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [{ digest }] = await push('1.2.3')
  await tagManifest({ ...place, reference: '1.2.3', tag: '1.2' })
  await tagManifest({ ...place, reference: '1.2.3', tag: 'latest' })
  await page.goto(`/repository/${repository}`)
  for (const tag of ['1.2.3', '1.2', 'latest']) {
    await expect(tagRow(page, tag)).toContainText(digest.slice(7, 19))
    await expect(tagRow(page, tag)).toContainText('also tagged')
  }
  await page.goto(`/image/${repository}:1.2`)
  await expect(page.getByText(digest.slice(0, 19)).first()).toBeVisible()
})

for (const [number, depth] of [
  [9, 3],
  [10, 5],
] as const) {
  test(`${number}: a name of ${depth} more levels`, async ({ page, registry, repository }) => {
    const name = [repository, ...Array.from({ length: depth }, (_, at) => `level${at}`)].join('/')
    await pushImage({ origin: registry.origin, repository: name, tag: 'v1' })
    await page.goto(`/repository/${name}`)
    await expect(tagRow(page, 'v1')).toContainText('linux/amd64')
    await tagRow(page, 'v1').getByRole('link', { name: 'v1' }).click()
    await expect(page).toHaveURL(new RegExp(`/image/${name}:v1$`))
    await expect(page).toHaveTitle(`${name}:v1 · Homeport`)
    await expect(layers(page)).toBeVisible()
  })
}

test('11: an emptied repository, and an old link into it', async ({
  page,
  registry,
  repository,
  push,
}) => {
  const [{ digest }] = await push('v1')
  await fetch(`${registry.origin}/v2/${repository}/manifests/${digest}`, { method: 'DELETE' })
  await page.goto(`/repository/${repository}`)
  await expect(page.getByText(/^All tags .* deleted/)).toBeVisible()
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText(/tag v1 is not/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0)
})

test('12: a repository with only blobs', async ({ page, repository, place }) => {
  await pushBlob(place, 'a blob')
  await page.goto(`/repository/${repository}`)
  await expect(page.getByText(/The registry has no repository/)).toBeVisible()
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText(`no repository ${repository}`)).toBeVisible()
})

test('13: a dangling tag next to an intact one', async ({ page, registry, repository, push }) => {
  const [{ digest }] = await push('broken', 'whole')
  await loseManifest({ registry, repository, digest })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'broken')).toContainText('its manifest is missing')
  await expect(tagRow(page, 'whole')).toContainText('linux/amd64')
  await page.goto(`/image/${repository}:broken`)
  await expect(page.getByText(/tag broken.* manifest is missing/)).toBeVisible()
})

for (const [number, gone] of [
  [14, 1],
  [15, 0],
] as const) {
  test(`${number}: an index whose child ${gone + 1} of 3 is missing`, async ({
    page,
    registry,
    repository,
    place,
  }) => {
    const images = [
      await pushImage({ ...place, content: 'amd64' }),
      await pushImage({ ...place, content: 'arm64', platform: arm64 }),
      await pushImage({ ...place, content: 'arm', platform: armV7 }),
    ]
    await pushIndex({ ...place, tag: '1.0', manifests: images.map((image) => image.descriptor) })
    await loseManifest({ registry, repository, digest: images[gone]!.digest })
    await page.goto(`/repository/${repository}`)
    await expect(tagRow(page, '1.0')).toContainText('1 missing')
    await expect(tagRow(page, '1.0')).toContainText(/\d B/)
    await page.goto(`/image/${repository}:1.0`)
    await expect(page.getByText(/^1 of 3 platforms .*missing/)).toBeVisible()
    const name = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'][gone]!
    const link = platforms(page).getByRole('link', { name })
    await expect(link).toContainText('missing')
    await link.click()
    await expect(page.getByText(`${name} is missing`)).toBeVisible()
    await platforms(page).getByRole('link', { name: 'linux/arm/v7' }).click()
    await expect(layers(page)).toContainText('COPY part-0 /')
    await expect(page.getByRole('button', { name: /^Delete/ })).toBeEnabled()
  })
}

test('16: an image whose config is missing', async ({ page, registry, repository, place }) => {
  const { configDigest } = await pushImage({
    ...place,
    tag: 'v1',
    layers: [sized('a', 7000), sized('b', 2000)],
  })
  await loseBlob({ registry, repository, digest: configDigest })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'v1')).toContainText('config missing')
  await expect(tagRow(page, 'v1')).toContainText('kB')
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText(/config is missing/)).toBeVisible()
  await expect(layers(page).getByRole('row')).toHaveCount(3)
  await page.getByRole('link', { name: 'Manifest', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Manifest' })).toContainText(configDigest)
})

test('an image without sizes, without a config, or with an empty one, is shown with what is known', async ({
  page,
  registry,
  repository,
  place,
}) => {
  const pushed = await pushImage({ ...place, layers: [sized('a', 7000), sized('b', 2000)] })
  const whole = JSON.parse(pushed.bytes.toString())
  const [{ size: _size, ...unsized }, ...others] = whole.layers
  const empty = { ...whole.config, digest: digestOf(Buffer.alloc(0)), size: 0 }
  for (const [tag, manifest] of Object.entries({
    unsized: { ...whole, layers: [unsized, ...others] },
    'no-config': { ...whole, config: undefined },
    'empty-config': { ...whole, config: empty },
  })) {
    await plantManifest(registry, repository, tag, Buffer.from(JSON.stringify(manifest)))
  }
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'unsized')).toContainText('unknown')
  await expect(tagRow(page, 'no-config')).toContainText('unknown platform')
  await expect(tagRow(page, 'empty-config')).toContainText('unknown platform')
  await page.goto(`/image/${repository}:unsized`)
  await expect(page.getByText('size not recorded')).toBeVisible()
  await expect(layers(page).getByRole('row').nth(1)).toContainText('not recorded')
  for (const [tag, text] of [
    ['no-config', 'This manifest has no config.'],
    ['empty-config', 'Empty config: it has no bytes.'],
  ] as const) {
    await page.goto(`/image/${repository}:${tag}`)
    await expect(layers(page).getByRole('row')).toHaveCount(3)
    await page.getByRole('link', { name: 'Config', exact: true }).click()
    await expect(page.getByText(text)).toBeVisible()
  }
})

test('a config that the registry claims but no longer has', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('v1')
  faults.rules([{ path: `/v2/${repository}/blobs/`, fault: 'cut', bytes: 0 }])
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText(/may be missing/)).toBeVisible()
  await expect(layers(page).getByRole('row')).toHaveCount(2)
  faults.rules([])
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(layers(page)).toContainText('COPY part-0 /')
})

test('17: an SBOM is recognized, with its files', async ({ page, repository, place }) => {
  await pushArtifact({
    ...place,
    tag: 'v1',
    artifactType: 'application/spdx+json',
    files: [{ mediaType: 'application/spdx+json', content: '{"spdx": 1}', name: 'app.spdx.json' }],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'v1')).toContainText('SPDX SBOM')
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText('Artifact type application/spdx+json')).toBeVisible()
  const files = page.getByRole('table', { name: 'Files' })
  await expect(files.getByRole('link', { name: 'app.spdx.json' })).toHaveAttribute(
    'download',
    'app.spdx.json',
  )
})

test('18: a Helm chart, with its name and version', async ({ page, repository, place }) => {
  await pushArtifact({
    ...place,
    tag: '0.1.0',
    withMediaType: false,
    config: {
      mediaType: 'application/vnd.cncf.helm.config.v1+json',
      content: JSON.stringify({ name: 'web', version: '0.1.0', appVersion: '9' }),
    },
    files: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', content: 'chart' }],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, '0.1.0')).toContainText('Helm chart')
  await expect(
    tagRow(page, '0.1.0').getByRole('cell', { name: 'unknown', exact: true }),
  ).toBeVisible()
  await page.goto(`/image/${repository}:0.1.0?view=config`)
  const config = page.getByRole('table', { name: 'Config' })
  await expect(config.getByRole('row', { name: 'name web' })).toBeVisible()
  await expect(config.getByRole('row', { name: 'appVersion 9' })).toBeVisible()
  await expect(page.getByText(/helm pull oci:\/\/.* --version 0\.1\.0/)).toBeVisible()
})

test('19: a hostile config: wrong types, and more history than layers', async ({
  page,
  repository,
  place,
}) => {
  const errors = collectErrors(page)
  await pushImage({
    ...place,
    tag: 'bad',
    config: {
      created: { not: 'a time' },
      author: ['x'],
      config: { Env: 'PATH=/', Labels: [1, 2], ExposedPorts: 7, Cmd: { a: 1 }, Healthcheck: 'x' },
      rootfs: 'none',
    },
    history: [
      { created_by: 7 },
      null,
      'RUN',
      { created_by: 'RUN evil', empty_layer: 'no' },
    ] as object[],
  })
  await page.goto(`/repository/${repository}`)
  await expect(
    tagRow(page, 'bad').getByRole('cell', { name: 'unknown', exact: true }),
  ).toBeVisible()
  await page.goto(`/image/${repository}:bad`)
  await expect(page.getByText(/^4 history entries, but 1 layer/)).toBeVisible()
  await expect(layers(page).getByRole('row')).toHaveCount(2)
  await expect(dockerfile(page)).toContainText('RUN evil')
  await page.getByRole('link', { name: 'Config' }).click()
  await expect(page.getByText(/couldn’t be read/)).toBeVisible()
  await expect(page.getByRole('table', { name: 'Environment' })).toContainText('PATH')
  expect(errors).toEqual([])
})

test('20: malicious strings remain plain text', async ({ page, repository, place }) => {
  const errors = collectErrors(page)
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).host))
  const script = '<script>document.title = "taken over"</script>'
  await pushImage({
    ...place,
    tag: 'evil',
    config: {
      author: script,
      config: {
        Labels: {
          'org.opencontainers.image.url': 'javascript:document.title="taken over"',
          'org.opencontainers.image.source': 'https://example.org@evil.example/x',
          'org.opencontainers.image.title': '\u202egnp.exe',
          '<img src=x onerror=alert(1)>': script,
          ['__proto__']: 'x',
        },
      },
    },
    history: [{ created_by: `RUN echo ${script} \u202e # buildkit`, comment: '\u0007bell' }],
    annotations: { 'org.opencontainers.image.url': 'data:text/html,hello' },
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'evil')).toContainText('linux/amd64')
  await page.goto(`/image/${repository}:evil?layer=1`)
  await expect(dockerfile(page)).toContainText(`RUN echo ${script} \\u202e`)
  await expect(page.getByRole('region', { name: 'Layer 1' })).toContainText('\\u0007bell')
  await page.getByRole('link', { name: 'Config' }).click()
  const labels = page.getByRole('table', { name: 'Labels' })
  await expect(labels).toContainText('\\u202egnp.exe')
  const links = labels.getByRole('link')
  await expect(links).toHaveCount(1)
  await expect(links).toHaveAttribute('rel', 'noopener noreferrer nofollow')
  await expect(labels).toContainText('leads to evil.example')
  await expect(page.getByRole('table', { name: 'Annotations' }).getByRole('link')).toHaveCount(0)
  await page.getByRole('link', { name: 'Manifest', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Config' })).toContainText('\\u202egnp.exe')
  await expect(page).toHaveTitle(`${repository}:evil · Homeport`)
  expect(errors).toEqual([])
  expect(new Set(requests).size).toBe(1)
})

test('21: a foreign layer is shown as stored elsewhere', async ({ page, repository, place }) => {
  const foreign = {
    mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    digest: `sha256:${'f'.repeat(64)}`,
    size: 118_000_000,
    urls: ['https://example.org/windows.tar.gz'],
  }
  await pushImage({
    ...place,
    tag: 'windows',
    layers: [foreign, layerOf({ app: 'x' })],
    platform: { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1' },
  })
  await page.goto(`/repository/${repository}`)
  const row = tagRow(page, 'windows')
  await expect(row).toContainText('windows/amd64 10.0.20348.1')
  await expect(row.getByTitle(/118 MB of it stored elsewhere/)).toContainText('118 MB')
  await page.goto(`/image/${repository}:windows?layer=1`)
  await expect(page.getByText('118 MB of it stored elsewhere')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Layer 1' })).toContainText('outside this registry')
})

test('22: no history, and history that doesn’t match', async ({ page, repository, place }) => {
  await pushImage({ ...place, tag: 'none', history: null })
  await pushImage({
    ...place,
    tag: 'more',
    history: [{ created_by: 'jib' }, { created_by: 'classes' }, { created_by: 'resources' }],
  })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'none')).toContainText('linux/amd64')
  await expect(tagRow(page, 'more')).toContainText('linux/amd64')
  await page.goto(`/image/${repository}:none`)
  await expect(layers(page).getByRole('row')).toHaveCount(2)
  await expect(dockerfile(page)).toHaveCount(0)
  await page.goto(`/image/${repository}:more`)
  await expect(page.getByText(/^3 history entries, but 1 layer/)).toBeVisible()
  await expect(layers(page).getByRole('row')).toHaveCount(2)
  await expect(dockerfile(page)).toContainText('# resources')
})

test('23: an image from the day after tomorrow shows its date', async ({
  page,
  repository,
  place,
}) => {
  const ahead = new Date(Date.now() + 3 * 86_400_000)
  await pushImage({
    ...place,
    tag: 'v1',
    config: { created: ahead.toISOString() },
  })
  const date = ahead.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'v1')).toContainText(date)
  await page.goto(`/image/${repository}:v1`)
  await expect(page.getByText(`created ${date}`)).toBeVisible()
})

test('24: 132 tags are one list', async ({ page, repository, place, push }) => {
  await push('1.0.0')
  for (let minor = 1; minor < 132; minor += 1) {
    await tagManifest({ ...place, reference: '1.0.0', tag: `1.${minor}.0` })
  }
  await page.goto(`/repository/${repository}`)
  await expect(page.getByText('132 tags')).toBeVisible()
  const names = page.getByRole('table', { name: 'Tags' }).getByRole('link')
  await expect(names.first()).toHaveText('1.131.0')
  await page.getByRole('textbox', { name: /Filter tags/ }).fill('1.7.0')
  await tagRow(page, '1.7.0').getByRole('link', { name: '1.7.0', exact: true }).click()
  await expect(layers(page)).toBeVisible()
})

test('25: an unknown repository', async ({ page, repository }) => {
  await page.goto(`/repository/${repository}/nothing`)
  await expect(page.getByText(/The registry has no repository/)).toBeVisible()
  await page.goto(`/image/${repository}/nothing:1.0`)
  await expect(settingsOf(page)).toContainText('no repository')
  await page.goto('/image/NOT%20A%20NAME')
  await expect(page.getByText('is not a valid image reference')).toBeVisible()
})

test('every platform of a thousand-entry index can be chosen', async ({
  page,
  repository,
  place,
}) => {
  const image = await pushImage(place)
  const manifests = Array.from({ length: 1000 }, (_, at) => ({
    ...image.descriptor,
    platform: { os: 'linux', architecture: `cpu${at}` },
  }))
  await pushIndex({ ...place, tag: 'many', manifests })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, 'many')).toContainText('+998')
  await page.goto(`/image/${repository}:many`)
  await expect(page.getByText('1,000 platforms')).toBeVisible()
  await page.getByRole('combobox', { name: 'Platform' }).selectOption('linux/cpu700')
  await expect(page.getByRole('heading', { name: 'Layers of linux/cpu700' })).toBeVisible()
})

test('an image named like an attachment is a row of its own', async ({
  page,
  repository,
  place,
}) => {
  const image = await pushImage({ ...place, tag: 'latest', layers: [sized('own', 3000)] })
  // As mirrors name images that are pinned by digest.
  const mirrored = image.digest.replace(':', '-')
  await tagManifest({ ...place, reference: 'latest', tag: mirrored })
  await pushCosignSignature({ ...place, image: image.descriptor })
  await page.goto(`/repository/${repository}`)
  await expect(tagRow(page, mirrored)).toContainText('linux/amd64')
  await expect(page.getByText('2 tags · 1 attachment')).toBeVisible()
  await tagRow(page, mirrored).getByRole('checkbox').check()
  await page.goto(`/repository/${repository}?view=cleanup&tags=sha256-*&older=14d`)
  await expect(page.getByRole('main')).toContainText(mirrored)
  await page.goto(`/image/${repository}:${mirrored}`)
  await expect(layers(page).getByRole('row')).toHaveCount(2)
  await expect(page.getByText('refers to')).toHaveCount(0)
})

test('a referrer of a referrer opens', async ({ page, repository, place, push }) => {
  const [image] = await push('1.0')
  const sbom = await attachArtifact({
    ...place,
    subject: image.descriptor,
    artifactType: 'application/vnd.cyclonedx+json',
    files: [{ mediaType: 'application/vnd.cyclonedx+json', content: '{}', name: 'sbom.json' }],
  })
  await attachArtifact({
    ...place,
    subject: sbom.descriptor,
    artifactType: 'application/vnd.example.signed-off',
    files: [{ mediaType: 'text/plain', content: 'ok', name: 'note.txt' }],
  })
  await page.goto(`/image/${repository}:1.0?view=referrers`)
  await page.getByRole('link', { name: 'CycloneDX SBOM' }).click()
  await expect(page.getByText('refers to')).toContainText(image.digest.slice(7, 19))
  await page.getByRole('link', { name: 'Referrers' }).click()
  await page
    .getByRole('table', { name: 'Referrers' })
    .getByRole('link', { name: 'artifact' })
    .click()
  await expect(page.getByRole('table', { name: 'Files' })).toContainText('note.txt')
})

test('bytes that don’t match their digest aren’t shown', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  faults.rules([{ path: `/v2/${repository}/manifests/1.0`, fault: 'garble' }])
  await page.goto(`/image/${repository}:1.0`)
  await expect(page.getByText(/does not match its digest/)).toBeVisible()
  await expect(page.getByText('Digest verified')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0)
})

test('a pasted name:tag@digest shows the digest and says that the tag moved', async ({
  page,
  repository,
  place,
}) => {
  const before = await pushImage({ ...place, tag: '1.0', content: 'before' })
  await pushImage({ ...place, tag: '1.0', content: 'after' })
  await page.goto(`/image/${repository}:1.0@${before.digest}`)
  await expect(page.getByText(/tag 1\.0 now points to something else/)).toBeVisible()
  await expect(page.getByText('Digest verified')).toBeVisible()
  await expect(layers(page)).toBeVisible()
})

/** Uncaught script errors of the page, collected while it lives. */
function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

test('a schema 1 image from the wild is read', async ({ page, registry, repository }) => {
  const fixture = new URL('../test/fixtures/image/nova-schema1.json', import.meta.url)
  const signed: { signatures?: unknown } = JSON.parse(readFileSync(fixture, 'utf8'))
  delete signed.signatures
  await plantManifest(registry, repository, 'latest', Buffer.from(JSON.stringify(signed, null, 3)))
  await page.goto(`/image/${repository}`)
  await expect(layers(page).getByRole('row')).toHaveCount(7)
})
