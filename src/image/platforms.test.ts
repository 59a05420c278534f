import { expect, test } from 'vitest'
import { manifestFixture } from '../../test/fixtures/image/readFixture.ts'
import { parseImageConfig } from './imageConfig.ts'
import { choosePlatform, configPlatform, namedPlatform } from './platforms.ts'

function entriesOf(name: string) {
  const manifest = manifestFixture(name)
  return manifest.kind === 'image-index' ? manifest.manifests : []
}

test('the platform asked for, else linux/amd64, else the first', () => {
  const entries = entriesOf('buildkit-index').slice(0, 3)
  expect(choosePlatform(entries, 'linux/arm/v7')).toBe(entries[2])
  expect(choosePlatform(entries, 'plan9/mips')).toBe(entries[0])
  expect(choosePlatform(entries.slice(1))).toBe(entries[1])
  expect(choosePlatform([])).toBeUndefined()
})

test('unknown/unknown and a missing platform are no platform', () => {
  const named = entriesOf('buildkit-index').map((entry) => namedPlatform(entry)?.architecture)
  expect(named).toEqual(['amd64', 'arm64', 'arm', undefined, undefined, undefined])
  expect(entriesOf('crane-no-platform-index').map(namedPlatform)).toEqual([undefined])
})

test('a config names the platform where the index does not', () => {
  const config = { os: 'windows', 'os.version': '10.0.1', architecture: 'amd64' }
  expect(configPlatform(parseImageConfig(config))).toEqual({
    os: 'windows',
    architecture: 'amd64',
    osVersion: '10.0.1',
  })
  expect(configPlatform(parseImageConfig({ os: '', architecture: '' }))).toBeUndefined()
})
