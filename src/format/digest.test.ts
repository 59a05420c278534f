import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDigest } from '../../test/names.ts'
import { digestColour, readDigestStart, shortDigest } from './digest.ts'

const HEX = '0123456789abcdef'.repeat(4)

test('a digest is shortened to its algorithm and twelve characters', () => {
  expect(shortDigest(parseDigest(`sha256:${HEX}`))).toBe('sha256:0123456789ab')
  expect(shortDigest(parseDigest('x+y:abc'))).toBe('x+y:abc')
})

test('the same digest has the same colour; every digest has one', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^(?:sha256:[a-f0-9]{64}|[a-z0-9]+:[A-Za-z0-9=_-]+)$/),
      (text) => {
        fc.pre(!/^sha(?:256|512):/.test(text) || text.length === 71)
        expect(digestColour(parseDigest(text))).toMatch(
          /^oklch\(0\.(?:55|65\d*|75) 0\.13 (?:[12]?\d?\d|3[0-5]\d)\)$/,
        )
      },
    ),
  )
})

test.each([
  ['sha256:3f', 'sha256:3f'],
  [' 3f2c9ab01234 ', 'sha256:3f2c9ab01234'],
  ['sha512:00', 'sha512:00'],
  ['3f2c9ab', undefined],
  ['sha256:', undefined],
  ['20240101-12345', undefined],
  ['md5:00', undefined],
])('%s is the beginning of the digest %s', (text, start) => {
  expect(readDigestStart(text)).toBe(start)
})
