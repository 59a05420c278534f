import { expect, test } from 'vitest'
import { sha256Digest } from '../registry/digest.ts'
import { LoginRequiredError, NotFoundError, RegistryRejectedError } from '../registry/errors.ts'
import { parseManifest } from '../registry/manifest.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest } from '../registry/names.ts'
import { readFixture } from '../../test/fixtures/image/readFixture.ts'
import { formatPlatform } from '../format/platform.ts'
import { type ImageSummary, summarizeManifest } from './imageSummary.ts'
import type { SummaryFetchers } from './index/indexEntries.ts'

const TEXT = new TextEncoder()

const platformLabels = ({ platforms }: ImageSummary) =>
  platforms.map((platform) => platform && formatPlatform(platform))

function fetched(json: unknown): FetchedManifest {
  const bytes = TEXT.encode(JSON.stringify(json))
  return { digest: sha256Digest(bytes), mediaType: '', bytes, manifest: parseManifest(json, '') }
}

/** A registry with this content, by digest; it counts requests. */
function registryOf(content: Record<string, unknown>) {
  const asked: string[] = []
  const find = (digest: string) => {
    asked.push(digest)
    const found = content[digest]
    if (found instanceof Error) return Promise.reject(found)
    if (found !== undefined) return Promise.resolve(found)
    return Promise.reject(
      new NotFoundError('GET', 404, [{ code: 'MANIFEST_UNKNOWN', message: '', detail: '' }], ''),
    )
  }
  const fetchers: SummaryFetchers = {
    manifest: async (digest) => ({ ...fetched(await find(digest)), digest }),
    config: ({ digest }) => find(digest),
  }
  return { asked, fetchers }
}

const child = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const layer = (letter: string, size: number) => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: child(letter),
  size,
})
const config = (letter: string) => ({
  mediaType: 'application/vnd.oci.image.config.v1+json',
  digest: child(letter),
  size: 2,
})
const image = (configLetter: string, ...layers: unknown[]) => ({
  schemaVersion: 2,
  config: config(configLetter),
  layers,
})
const entry = (letter: string, architecture?: string) => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: child(letter),
  size: 1,
  ...(architecture ? { platform: { os: 'linux', architecture } } : {}),
})
const index = (...manifests: unknown[]) => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests,
})

test('one image: only its config is requested', async () => {
  const manifest = readFixture('buildkit-manifest')
  const digest = 'sha256:49ba131a414871ded0d17d6cfbe2b70be1524990e10b06ec0608f78fba84dfad'
  const { asked, fetchers } = registryOf({ [digest]: readFixture('buildkit-config') })
  const summary = await summarizeManifest(fetchers, fetched(manifest))
  expect(summary).toMatchObject({
    artifact: { kind: 'image' },
    size: { kind: 'single', bytes: 139 + 4123 + 143 + 14_748 + 32, elsewhere: 0 },
    created: new Date('2026-11-24T20:30:48.635Z'),
    config: 'read',
  })
  expect(platformLabels(summary)).toEqual(['linux/amd64'])
  expect(asked).toEqual([digest])
})

test('an index: range over the platforms, distinct blobs in total, attestations separately', async () => {
  const attestation = {
    ...entry('f'),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  }
  const { fetchers } = registryOf({
    [child('1')]: image('a', layer('c', 100), layer('d', 10)),
    [child('2')]: image('b', layer('c', 100), layer('e', 30)),
    [child('f')]: image('a', layer('9', 7)),
    [child('a')]: { created: '2026-01-01T00:00:00Z' },
  })
  const summary = await summarizeManifest(
    fetchers,
    fetched(index(entry('2', 'arm64'), entry('1', 'amd64'), attestation)),
  )
  expect(summary).toMatchObject({
    size: { kind: 'index', smallest: 110, largest: 130, total: 140, attestations: 7 },
    missing: 0,
    created: new Date('2026-01-01T00:00:00Z'),
  })
  expect(platformLabels(summary)).toEqual(['linux/arm64', 'linux/amd64'])
})

test('missing and unreadable children are counted, without throwing', async () => {
  const { fetchers } = registryOf({
    [child('1')]: image('a', layer('c', 5)),
    [child('2')]: new RegistryRejectedError('GET', 500, [], ''),
  })
  const summary = await summarizeManifest(
    fetchers,
    fetched(index(entry('3', 's390x'), entry('2', 'arm64'), entry('1', 'amd64'))),
  )
  expect(summary).toMatchObject({
    missing: 1,
    unreadable: 1,
    created: 'unknown',
    config: 'missing',
  })
  expect(summary.size).toMatchObject({ smallest: 5, largest: 5, total: 5 })
  expect(platformLabels(summary)).toHaveLength(3)
})

test('a child without a platform gets it from its config', async () => {
  const content = {
    [child('1')]: image('a', layer('c', 5)),
    [child('2')]: image('b', layer('c', 5)),
    [child('a')]: { os: 'linux', architecture: 'riscv64' },
    [child('b')]: { os: '', architecture: '' },
  }
  const { fetchers } = registryOf(content)
  const summary = await summarizeManifest(fetchers, fetched(index(entry('1'), entry('2'))))
  expect(summary.platforms).toEqual([{ os: 'linux', architecture: 'riscv64' }, undefined])
})

test('a nested index is read, up to three levels deep', async () => {
  const { asked, fetchers } = registryOf({
    [child('1')]: index({ ...entry('2'), mediaType: 'application/vnd.oci.image.index.v1+json' }),
    [child('2')]: index(entry('3', 'amd64'), {
      ...entry('4'),
      mediaType: 'application/vnd.oci.image.index.v1+json',
    }),
    [child('3')]: image('a', layer('c', 5)),
    [child('4')]: index(entry('5', 'arm64')),
    [child('a')]: {},
  })
  const summary = await summarizeManifest(
    fetchers,
    fetched(index({ ...entry('1'), mediaType: 'application/vnd.oci.image.index.v1+json' })),
  )
  expect(platformLabels(summary)).toEqual(['linux/amd64'])
  expect(summary.missing + summary.unreadable).toBe(0)
  expect(summary.children).toEqual([child('1'), child('2'), child('3'), child('4')])
  expect(asked).not.toContain(child('5'))
})

test('of a thousand entries fifty are fetched, and the rest are marked', async () => {
  const { asked, fetchers } = registryOf({})
  const entries = Array.from({ length: 1000 }, (_, at) => ({
    ...entry('1', `cpu${at}`),
    digest: `sha256:${String(at).padStart(64, '0')}`,
  }))
  const summary = await summarizeManifest(fetchers, fetched(index(...entries)))
  expect(asked).toHaveLength(50)
  expect(summary).toMatchObject({ missing: 50, unreadable: 0 })
  expect(summary.platforms).toHaveLength(1000)
})

test('an artifact needs no request; its time is an annotation', async () => {
  const { asked, fetchers } = registryOf({})
  const summary = await summarizeManifest(fetchers, fetched(readFixture('helm-manifest')))
  expect(summary).toMatchObject({
    artifact: { label: 'Helm chart' },
    platforms: [],
    size: { kind: 'single', bytes: 4916 },
    created: new Date('2026-11-24T20:30:52Z'),
    config: 'none',
  })
  expect(asked).toEqual([])
})

test('blobs in an index (BuildKit’s cache) aren’t requested as manifests', async () => {
  const { asked, fetchers } = registryOf({})
  const cache = { ...entry('1'), mediaType: 'application/vnd.buildkit.cacheconfig.v0' }
  const summary = await summarizeManifest(fetchers, fetched(index(cache)))
  expect(summary.artifact.label).toBe('build cache')
  expect(asked).toEqual([])
})

test('an abort passes through', async () => {
  const controller = new AbortController()
  const { fetchers } = registryOf({})
  controller.abort(new DOMException('left', 'AbortError'))
  await expect(summarizeManifest(fetchers, fetched(image('a')), controller.signal)).rejects.toThrow(
    'left',
  )
})

test('a 401 is thrown, not counted, since a login may help', async () => {
  const login = new LoginRequiredError('GET', 401, [], '')
  const index = { schemaVersion: 2, manifests: [entry('1', 'amd64')] }
  for (const content of [
    { [child('1')]: login },
    { [child('1')]: image('2'), [child('2')]: login },
  ]) {
    const { fetchers } = registryOf(content)
    await expect(summarizeManifest(fetchers, fetched(index))).rejects.toBe(login)
  }
})
