import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCreated } from './created.ts'

test('a time may have nanoseconds and an offset', () => {
  expect(readCreated('2026-11-24T20:30:48.63556945Z')).toEqual(new Date('2026-11-24T20:30:48.635Z'))
  expect(readCreated('2026-11-24T22:30:48+02:00')).toEqual(new Date('2026-11-24T20:30:48Z'))
})

test.each([
  undefined,
  '',
  '0001-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '1980-01-01T00:00:01Z',
  '2026-13-45T00:00:00Z',
  '2026',
  'yesterday',
])('%s is not recorded', (text) => {
  expect(readCreated(text)).toBe('not recorded')
})

test('any string gives a valid time or none', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const created = readCreated(text)
      expect(created === 'not recorded' || !Number.isNaN(created.getTime())).toBe(true)
    }),
  )
})
