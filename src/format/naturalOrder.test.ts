import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTexts, naturalKey, readingKey, sortNaturally } from './naturalOrder.ts'

test('numbers in names are read as numbers', () => {
  const names = ['1.10', 'b', 'A', '1.9', 'a', '_x', '10', 'v2', 'v10', '1.9-rc']
  expect(sortNaturally(names, (name) => name)).toEqual([
    '_x',
    '1.9',
    '1.9-rc',
    '1.10',
    '10',
    'a',
    'A',
    'b',
    'v2',
    'v10',
  ])
})

test('names are sorted as in a dictionary', () => {
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', 'z', 'A', 'B', 'Z', '0', '1', '9', '.', '_', '-', '/'),
    maxLength: 9,
  })
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(compareTexts(readingKey(a), readingKey(b))).toBe(collator.compare(a, b))
    }),
    { numRuns: 2000 },
  )
})

test('keys sort names in the order people read them', () => {
  const names = ['p', 'p-1', 'p-9', 'p-010', 'p-11', 'p-99', 'p-100', 'p-1000', 'pa', 'q']
  const byKey = (a: string, b: string) => (naturalKey(a) < naturalKey(b) ? -1 : 1)
  expect(names.toReversed().sort(byKey)).toEqual(names)
  expect(naturalKey('p-010')).toBe(naturalKey('p-10'))
})
