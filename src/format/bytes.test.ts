import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatByteRange, formatBytes, formatExactBytes } from './bytes.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [71_671_234, '71.7 MB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [999_950, '1.00 MB'],
  [2_800_000, '2.80 MB'],
  [863_120, '863 kB'],
  [3_421_000_000, '3.42 GB'],
  [5e18, '5,000 PB'],
  [-1, 'unknown'],
  [Number.NaN, 'unknown'],
  [Number.POSITIVE_INFINITY, 'unknown'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test('a size has three digits and a unit, bytes as many as they are', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (bytes) => {
      expect(formatBytes(bytes)).toMatch(
        /^(?:\d{1,3} B|(?:\d{3}|\d\.\d\d|\d\d\.\d|\d,\d{3}) (?:kB|MB|GB|TB|PB))$/,
      )
    }),
  )
})

test('exact bytes for a tooltip', () => {
  expect(formatExactBytes(1)).toBe('1 byte')
  expect(formatExactBytes(71_671_234)).toBe('71,671,234 bytes')
  expect(formatExactBytes(Number.NaN)).toBe('unknown')
})

test('a range names its unit once, and is one figure where both ends look alike', () => {
  expect(formatByteRange(3_400_000, 3_900_000)).toBe('3.40–3.90 MB')
  expect(formatByteRange(900_000, 3_900_000)).toBe('900 kB–3.90 MB')
  expect(formatByteRange(3_400_000, 3_400_001)).toBe('3.40 MB')
})
