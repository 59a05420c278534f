import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseChallenges, readChallenges } from './challenge.ts'
import { basicAuthorization } from './login.ts'

const first = (header: string) => parseChallenges(header)[0]

test('a token service is read in any order, with commas inside quotes', () => {
  const found = first(
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
  expect(first(header)?.scheme).toBe('basic'),
)

test.each([
  [
    'Basic realm="a, b", Bearer realm="https://auth/t",scope="x y"',
    'basic realm|bearer realm scope',
  ],
  ['Bearer realm=https://auth/t,service=x , Basic', 'bearer realm service|basic '],
  ['Negotiate, Basic realm="x"', 'negotiate |basic realm'],
  ['Negotiate YII/+==, NTLM abc=, Basic', 'negotiate |ntlm |basic '],
  [',, Basic realm="x",,Digest qop="auth, auth-int", nonce=a', 'basic realm|digest qop nonce'],
  ['Basic realm="x", Bearer realm="open', 'basic realm|bearer '],
])('every challenge of %j is read', (header, expected) => {
  const found = parseChallenges(header).map(
    ({ scheme, parameters }) => `${scheme} ${[...parameters.keys()].join(' ')}`,
  )
  expect(found.join('|')).toBe(expected)
})

test('several headers are several challenges, and nginx’s header name wins', () => {
  const headers = new Headers([
    ['WWW-Authenticate', 'Bearer realm="https://auth/t"'],
    ['WWW-Authenticate', 'Basic realm="x"'],
  ])
  const schemes = () => readChallenges(headers).map(({ scheme }) => scheme)
  expect(schemes()).toEqual(['bearer', 'basic'])
  headers.set('X-Registry-Authenticate', 'Basic realm="y"')
  expect(schemes()).toEqual(['basic'])
})

test.each(['', '  ', '"', '=', '\u202e'])('%j asks for nothing', (header) =>
  expect(first(header)).toBeUndefined(),
)

test('no header makes the parser fail', () => {
  const unit = fc.constantFrom(...'aB="\\, \t;realm'.split(''))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit })), (header) => {
      expect(first(header)?.scheme ?? 'none').toMatch(/^[^A-Z\s]+$/)
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
        const found = first(`Bearer ${written.join(', ')}`)
        expect([...(found?.parameters ?? [])]).toEqual(pairs)
      },
    ),
  )
})

test('a password may contain any character', () => {
  const encoded = basicAuthorization({ user: 'jörg', password: 'pä:ß€' }).replace('Basic ', '')
  expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('jörg:pä:ß€')
})
