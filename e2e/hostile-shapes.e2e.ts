import { pushBlob, pushImage, pushManifest } from '../stack/content.mjs'
import { plantManifest } from './broken.ts'
import { rowOf, tagTable } from './rows.ts'
import { BIDI, expectHarmless, visit, visitViews } from './strangers.ts'
import { expect, test } from './watched.ts'

const OCI = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'
const SCHEMA_1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws'
const digest = `sha256:${'a'.repeat(64)}`
const layer = { mediaType: 'x/y', digest, size: 5 }

/** The views that show what a manifest or a config says. */
const SHAPED = [/^Config/, /^Manifest/]

type Strange = readonly [type: string, body: unknown]

const IMAGES: readonly Strange[] = [
  [OCI, null],
  [OCI, []],
  [OCI, 'text'],
  [OCI, { config: null, layers: null }],
  [OCI, { config: { ...layer, size: -5 }, layers: [] }],
  [OCI, { config: { ...layer, size: 1e308 }, layers: 'none' }],
  [OCI, { config: layer, layers: [{ ...layer, digest: 'sha256:../../../etc' }] }],
  [OCI, { config: { ...layer, mediaType: [] }, layers: [null] }],
  [OCI, { config: layer, layers: [layer, layer], annotations: [[]], subject: 7, artifactType: {} }],
]

const OTHERS: readonly Strange[] = [
  [INDEX, { manifests: {} }],
  [INDEX, { manifests: [layer, { ...layer, platform: 'linux', annotations: 5, urls: {} }] }],
  [INDEX, { manifests: [{ ...layer, mediaType: INDEX, platform: { os: {}, architecture: [] } }] }],
  [SCHEMA_1, { fsLayers: [{ blobSum: digest }], history: [{ v1Compatibility: '{"created":[]}' }] }],
  [
    SCHEMA_1,
    { fsLayers: [{ blobSum: digest }], history: [{ v1Compatibility: 'null' }], signatures: 5 },
  ],
  ['text/html', { mediaType: {}, layers: {}, manifests: 'x', fsLayers: null }],
  ['application/json', { mediaType: `x/${BIDI}` }],
  ['application/json', nested(50_000)],
]

for (const [name, manifests] of [
  ['images', IMAGES],
  ['indexes and others', OTHERS],
] as const) {
  test(`wrong types everywhere in manifests crash no page: ${name}`, async ({
    page,
    faults,
    repository,
    push,
  }) => {
    await push('1.0')
    for (const [type, body] of manifests) {
      const text = isNested(body) ? body : JSON.stringify(body)
      faults.rules([
        {
          fault: 'body',
          method: 'GET',
          path: /manifests\/1\.0/,
          body: text,
          set: { 'content-type': type },
          unset: ['docker-content-digest', 'etag'],
        },
      ])
      await test.step(text.slice(0, 80), async () => {
        await visitViews(page, `/image/${repository}:1.0`, SHAPED)
      })
    }
    await page.goto(`/repository/${repository}`)
    await expect(rowOf(tagTable(page), '1.0')).toContainText('sha256:')
  })
}

test('configs that are huge, broken or have wrong types crash no page', async ({
  page,
  repository,
  place,
}) => {
  const wrong = {
    created: 5,
    architecture: [],
    os: {},
    author: {},
    config: 'x',
    rootfs: 7,
    history: {},
  }
  const strange = {
    created: '2026-99-99',
    config: {
      Env: [5, null, {}],
      Cmd: { a: 1 },
      Labels: ['x'],
      ExposedPorts: 'no',
      Healthcheck: [],
    },
    history: [null, 5, { created_by: {}, empty_layer: 'yes', created: 'x' }],
    rootfs: { diff_ids: { 0: 'x' } },
  }
  const long = {
    os: 'linux',
    architecture: 'amd64',
    history: Array.from({ length: 20_000 }, (_, index) => ({
      created_by: `RUN ${index}`,
      empty_layer: true,
    })),
    config: { Env: Array.from({ length: 5000 }, (_, index) => `V${index}=${'x'.repeat(200)}`) },
  }
  const configs: Record<string, string> = {
    wrong: JSON.stringify(wrong),
    strange: JSON.stringify(strange),
    null: 'null',
    list: '[1,2,3]',
    binary: '\u0000\u0001\u0002',
    deep: nested(100_000),
    long: JSON.stringify(long),
    huge: JSON.stringify({ os: 'linux', author: 'x'.repeat(9 * 1024 * 1024) }),
  }
  for (const [tag, config] of Object.entries(configs)) {
    await pushImage({ ...place, tag, config, content: tag })
    await test.step(tag, async () => {
      await visitViews(page, `/image/${repository}:${tag}`, SHAPED)
    })
  }
  await page.goto(`/repository/${repository}`)
  for (const tag of Object.keys(configs)) {
    await expect(rowOf(tagTable(page), tag)).toContainText('sha256:')
  }
})

test('an index of thousands of entries is read in part, and says so', async ({
  page,
  registry,
  faults,
  repository,
  place,
}) => {
  const type = 'application/vnd.oci.image.manifest.v1+json'
  const manifests = Array.from({ length: 3000 }, (_, index) => ({
    mediaType: type,
    digest: `sha256:${String(index).padStart(64, '0')}`,
    size: 500,
    platform: { os: 'linux', architecture: `cpu${index}` },
  }))
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests })
  await pushBlob(place, 'a repository')
  await plantManifest(registry, repository, 'many', Buffer.from(body))
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'many')).toContainText('missing')
  await expectHarmless(page)
  const children = () => faults.log().filter(({ url }) => url.includes('/manifests/sha256:000'))
  expect(children().length).toBeLessThanOrEqual(50)
  faults.forget()
  await visitViews(page, `/image/${repository}:many`)
  expect(children().length).toBeLessThanOrEqual(51)
})

test('manifests that contain each other are followed three levels and no further', async ({
  page,
  faults,
  repository,
  place,
}) => {
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  let inner = await pushManifest({
    ...place,
    mediaType,
    manifest: { schemaVersion: 2, mediaType, manifests: [] },
  })
  for (let level = 0; level < 12; level += 1) {
    const { digest, size } = inner
    const manifest = { schemaVersion: 2, mediaType, manifests: [{ mediaType, digest, size }] }
    inner = await pushManifest({
      ...place,
      mediaType,
      manifest,
      ...(level === 11 ? { tag: 'deep' } : {}),
    })
  }
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'deep')).toContainText('sha256:')
  const asked = faults.log().filter(({ url }) => url.includes('/manifests/sha256:'))
  expect(asked.length).toBeLessThanOrEqual(4)
  await visit(page, `/image/${repository}:deep`)
})

/** A list in a list in a list…, as a JSON string: too deep for JSON.stringify. */
function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

function isNested(body: unknown): body is string {
  return typeof body === 'string' && body.startsWith('[')
}
