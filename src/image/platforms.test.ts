import { expect, test } from 'vitest'
import { manifestFixture } from '../../test/fixtures/image/readFixture.ts'
import { parseImageConfig } from './imageConfig.ts'
import { choosePlatform, configPlatform, namedPlatform } from './platforms.ts'

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
