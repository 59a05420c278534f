import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { basicAuthorization, parseChallenge } from './challenge.ts'

test('a token service is read whatever the order, with commas inside of quotes', () => {
  const found = parseChallenge(
    'Bearer service="registry",scope="repository:a:pull,push", realm="https://auth/t\\"x", error=invalid',
  )
  expect(found?.scheme).toBe('bearer')
  expect(Object.fromEntries(found?.parameters ?? [])).toEqual({
    service: 'registry',
    scope: 'repository:a:pull,push',
    realm: 'https://auth/t"x',
    error: 'invalid',
  })
})

test.each(['Basic', 'basic ', 'BASIC realm=x', 'Basic realm="open'])('%s is Basic', (header) =>
  expect(parseChallenge(header)?.scheme).toBe('basic'),
)

test.each(['', '  ', '"', '=', '\u202e'])('%j asks for nothing', (header) =>
  expect(parseChallenge(header)).toBeUndefined(),
)

test('any header is read without a failure', () => {
  const unit = fc.constantFrom(...'aB="\\, \t;realm'.split(''))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit })), (header) => {
      expect(parseChallenge(header)?.scheme ?? 'none').toMatch(/^[^A-Z\s]+$/)
    }),
  )
})

test('parameters that were written are read back', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key }),
      (pairs) => {
        const written = pairs.map(([key, value]) => `${key}="${value.replace(/["\\]/g, '\\$&')}"`)
        const found = parseChallenge(`Bearer ${written.join(', ')}`)
        expect([...(found?.parameters ?? [])]).toEqual(pairs)
      },
    ),
  )
})

test('a password may hold any character', () => {
  const encoded = basicAuthorization('jörg', 'pä:ß€').replace('Basic ', '')
  expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('jörg:pä:ß€')
})
