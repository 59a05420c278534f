import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTag } from '../../test/names.ts'
import { chooseNamedTag, sortTags } from './tagOrder.ts'

const sort = (...tags: string[]) => sortTags(tags.map(parseTag))
const choose = (...tags: string[]) => chooseNamedTag(tags.map(parseTag))

test.each([
  [
    ['1.9', '1.27', '1.10', 'latest'],
    ['latest', '1.27', '1.10', '1.9'],
  ],
  [
    ['1.0.0-rc.1', '1.0.0', '1.0.0-rc.2'],
    ['1.0.0', '1.0.0-rc.2', '1.0.0-rc.1'],
  ],
  [
    ['3.22', '3', '3.21', '2'],
    ['3', '3.22', '3.21', '2'],
  ],
  [
    ['v2', '1', 'v10'],
    ['v10', 'v2', '1'],
  ],
  [
    ['main', 'stable', 'latest', '9'],
    ['latest', 'stable', 'main', '9'],
  ],
  [
    ['build10', 'build9', '1'],
    ['1', 'build9', 'build10'],
  ],
  [
    ['3.22-alpine', '3.22', '3.21-alpine'],
    ['3.22', '3.22-alpine', '3.21-alpine'],
  ],
  [
    ['deadbeef', '1234567', '20261124'],
    ['1234567', '20261124', 'deadbeef'],
  ],
  [
    ['20240101', '20240215', '1.2.0', '20240215-e7e744a'],
    ['1.2.0', '20240215-e7e744a', '20240215', '20240101'],
  ],
  [
    ['1.2', '1.2.0', '1.2.9', '1.3.0', '1', '1.2-alpine', '1.2.9-alpine'],
    ['1', '1.3.0', '1.2', '1.2-alpine', '1.2.9', '1.2.9-alpine', '1.2.0'],
  ],
  [
    ['1.2.0-7', '1.2.0', '1.2.0-rc.1', '1.2.1', '1.2.0_8'],
    ['1.2.1', '1.2.0_8', '1.2.0-7', '1.2.0', '1.2.0-rc.1'],
  ],
  [
    ['2024.1.5', '2024.10.10', '2024.12.1', '1.0.0-b7', '1.0.0'],
    ['2024.12.1', '2024.10.10', '2024.1.5', '1.0.0', '1.0.0-b7'],
  ],
  [
    ['a', 'A', 'b'],
    ['a', 'A', 'b'],
  ],
])('%j is sorted as people expect', (tags, expected) => {
  expect(sort(...tags)).toEqual(expected)
  expect(sort(...tags.toReversed())).toEqual(expected)
})

test.each([
  [['1', 'latest', '2'], 'latest'],
  [['1.9', '1.27', 'edge'], '1.27'],
  [['1.0.0-rc.1', '1.0.0'], '1.0.0'],
  [['a', 'c', 'b'], 'c'],
  [[], undefined],
])('of %j %s represents the repository', (tags, named) => expect(choose(...tags)).toBe(named))

test('the result doesn’t depend on the order of the list, and keeps every tag', () => {
  const tag = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,12}$/),
    fc.stringMatching(/^v?\d{1,3}(\.\d{1,3}){0,4}(-(rc|alpine)\.?\d?)?$/),
    fc.constantFrom('latest', 'stable', 'main', 'master', '00', '0', '1', '01', '1.0', '1.00'),
  )
  fc.assert(
    fc.property(fc.uniqueArray(tag, { maxLength: 12 }), (tags) => {
      const sorted = sort(...tags)
      expect(sorted.toSorted()).toEqual(tags.toSorted())
      expect(sort(...tags.toReversed())).toEqual(sorted)
      expect(sort(...tags.toSorted())).toEqual(sorted)
      const named = choose(...tags)
      expect(choose(...tags.toReversed())).toBe(named)
      expect(named === undefined).toBe(tags.length === 0)
    }),
    { numRuns: 300 },
  )
})

test('the tag that represents a repository is found quickly in a long list', () => {
  const tags = Array.from({ length: 20_000 }, (_, index) => `1.${index % 100}.${index}`)
  const start = performance.now()
  expect(choose(...tags)).toBe('1.99.19999')
  expect(performance.now() - start).toBeLessThan(2000)
})
