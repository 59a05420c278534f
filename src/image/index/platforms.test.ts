import { expect, test } from 'vitest'
import { manifestFixture } from '../../../test/fixtures/image/readFixture.ts'
import { parseImageConfig } from '../imageConfig.ts'
import { parseManifest } from '../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import { choosePlatform, configPlatform, nameEntries, namedPlatform } from './platforms.ts'

function entriesOf(name: string) {
  const manifest = manifestFixture(name)
  return manifest.kind === 'image-index' ? manifest.manifests : []
}

test('the requested platform, else linux/amd64, else the first', () => {
  const entries = entriesOf('buildkit-index').slice(0, 3)
  expect(choosePlatform(entries, 'linux/arm/v7')).toBe(entries[2])
  expect(choosePlatform(entries, 'plan9/mips')).toBe(entries[0])
  expect(choosePlatform(entries.slice(1))).toBe(entries[1])
  expect(choosePlatform([])).toBeUndefined()
})

/** The entries of an index, one letter each. */
function twins(...differences: object[]) {
  const manifests = differences.map((difference, at) => ({
    mediaType: MEDIA_TYPE.ociManifest,
    digest: `sha256:${'abc'.charAt(at).repeat(64)}`,
    size: 1,
    platform: { os: 'linux', architecture: 'amd64' },
    ...difference,
  }))
  const index = parseManifest({ manifests }, MEDIA_TYPE.ociIndex)
  return index.kind === 'image-index' ? index.manifests : []
}

test.each<[string, object[], string[]]>([
  ['nothing but one of a kind', [{}], ['linux/amd64']],
  [
    'compression',
    [{}, { annotations: { 'io.github.containers.compression.zstd': 'true' } }],
    ['linux/amd64', 'linux/amd64 (zstd)'],
  ],
  [
    'features of the system',
    [
      { platform: { os: 'windows', architecture: 'amd64', 'os.features': ['win32k'] } },
      { platform: { os: 'windows', architecture: 'amd64' } },
    ],
    ['windows/amd64 (win32k)', 'windows/amd64'],
  ],
  [
    'annotations, but not those that all have',
    ['debug', 'slim'].map((flavour) => ({ annotations: { 'x.flavour': flavour, 'x.by': 'me' } })),
    ['linux/amd64 (flavour=debug)', 'linux/amd64 (flavour=slim)'],
  ],
  [
    'their digests, if nothing else',
    [{}, {}],
    ['linux/amd64 (sha256:aaaaaaaaaaaa)', 'linux/amd64 (sha256:bbbbbbbbbbbb)'],
  ],
])('twins are told apart by %s', (_how, differences, names) => {
  const entries = twins(...differences)
  expect([...nameEntries(entries).values()]).toEqual(names)
  for (const [at, name] of names.entries()) expect(choosePlatform(entries, name)).toBe(entries[at])
  expect(choosePlatform(entries, names[0]?.split(' ')[0])).toBeDefined()
})

test('unknown/unknown isn’t a platform', () => {
  const named = entriesOf('buildkit-index').map((entry) => namedPlatform(entry)?.architecture)
  expect(named).toEqual(['amd64', 'arm64', 'arm', undefined, undefined, undefined])
  expect(entriesOf('crane-no-platform-index').map(namedPlatform)).toEqual([undefined])
})

test('the config gives the platform if the index doesn’t', () => {
  const config = { os: 'windows', 'os.version': '10.0.1', architecture: 'amd64' }
  expect(configPlatform(parseImageConfig(config))).toEqual({
    os: 'windows',
    architecture: 'amd64',
    osVersion: '10.0.1',
  })
  expect(configPlatform(parseImageConfig({ os: '', architecture: '' }))).toBeUndefined()
})
