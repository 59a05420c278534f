import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTag } from '../../test/names.ts'
import { sortTags } from './tagOrder.ts'
import { guessVersion, listSeries, namesSeries, readVersion } from './versions.ts'

const keyOf = (tag: string) => readVersion(tag)?.key ?? `no version: ${tag}`

test('numbers sort by value, pre-releases before their release, builds after it', () => {
  const inOrder =
    '0.9 1.2.0-dev 1.2.0-alpha 1.2.0-beta 1.2.0-beta.2 1.2.0-beta.10 1.2.0-rc.1 1.2.0-rc.1-5 ' +
    '1.2.0 1.2.0-3-ge7e744a 1.2.0-1234 1.2.1 1.9.0 1.10.0 1.10.0.1 2.0.0 10.0.0'
  const versions = inOrder.split(' ')
  const sorted = versions.toReversed().sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  expect(sorted).toEqual(versions)
  expect(new Set(versions.map(keyOf)).size).toBe(versions.length)
})

test.each([
  ['1.2', '1.2.0'],
  ['v1.2.3', '1.2.3'],
  ['1.02.3', '1.2.3'],
  ['1.0.0-rc1', '1.0.0-rc.1'],
  ['1.0.0-RC1', '1.0.0rc1'],
  ['1.2.3-alpine', '1.2.3'],
  ['1.2.3+build', '1.2.3_build'],
  ['1.2.3+1234', '1.2.3_1234'],
])('%s equals %s', (one, other) => {
  expect(keyOf(one)).toBe(keyOf(other))
})

test('the variant is separate', () => {
  expect(readVersion('1.2.3-alpine3.20')?.variant).toBe('alpine3.20')
  expect(readVersion('1.2.3-slim-Bookworm')?.variant).toBe('slim-bookworm')
  expect(readVersion('1.2.3-rc.1-alpine')?.variant).toBe('alpine')
  expect(readVersion('1.2.3-12-ge7e744a')?.variant).toBe('')
  expect(readVersion('1.2.3_build')).toEqual(readVersion('1.2.3+build'))
  expect(readVersion('1.2.3_build')).toMatchObject({ stage: 'release', variant: 'build' })
})

test.each(['1', 'v2', '20240101', '20260930.2', '2026.09.30', 'latest', '1.0.0-b7'])(
  '%s is not a version',
  (tag) => expect(readVersion(tag)).toBeUndefined(),
)

test.each(['20240101', '2024-01-01', '20240101-e7e744a', '1234abc', 'latest'])(
  '%s is not a version in a list either',
  (tag) => expect(guessVersion(tag)).toBeUndefined(),
)

test('a list sorts versions in the order in which a clean-up counts them', () => {
  const version = fc.stringMatching(/^v?[0-3](\.[0-2]){1,3}([-_](rc\.?[12]|beta|[1-9]|e7e744a))?$/)
  fc.assert(
    fc.property(fc.uniqueArray(version, { maxLength: 12 }), (tags) => {
      const read = (tag: string) => readVersion(tag)!
      const series = listSeries(tags.map(read))
      // A series isn't counted: it comes before its members.
      const counted = sortTags(tags.map(parseTag)).filter((tag) => !namesSeries(read(tag), series))
      const keys = counted.map(keyOf)
      expect(keys).toEqual(keys.toSorted().toReversed())
    }),
    { numRuns: 500 },
  )
})
