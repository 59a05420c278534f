import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, formatExecForm, readGoList } from './goText.ts'

test.each([
  [30_000_000_000, '30s'],
  [90_000_000_000, '1m30s'],
  [3_600_000_000_000, '1h'],
  [500_000_000, '500ms'],
  [0, '0s'],
  [1, '0s'],
])('%d nanoseconds are %s', (nanoseconds, text) => {
  expect(formatDuration(nanoseconds)).toBe(text)
})

test('a list as printed by Go, and as JSON', () => {
  expect(readGoList('["nginx" "-g" "daemon off;"]')).toEqual(['nginx', '-g', 'daemon off;'])
  expect(readGoList('&{["/bin/sh"]}')).toEqual(['/bin/sh'])
  expect(readGoList('["a", "b\\"c"]')).toEqual(['a', 'b"c'])
  expect(readGoList('[]')).toEqual([])
  expect(readGoList('[a b]')).toBeUndefined()
  expect(readGoList('nginx')).toBeUndefined()
})

test('exec form is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (list) => {
      expect(readGoList(formatExecForm(list))).toEqual(list)
    }),
  )
})
