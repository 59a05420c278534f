import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { webAddress } from './webAddress.ts'

test.each(['https://example.org/a?b#c', 'http://registry.home:5080', 'HTTPS://EXAMPLE.ORG'])(
  '%s is a URL',
  (text) => {
    expect(webAddress(text)?.protocol).toMatch(/^https?:$/)
  },
)

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'ftp://example.org',
  'see https://example.org',
  'https://example.org and more',
  'https://',
  'https://exa mple.org',
  '//example.org',
  `https://example.org/${'a'.repeat(2000)}`,
])('%s is plain text', (text) => {
  expect(webAddress(text)).toBeUndefined()
})

test('the host is the one that is contacted, whatever precedes it', () => {
  expect(webAddress('https://example.org@evil.example/')?.host).toBe('evil.example')
})

test('no text leads anywhere except to http(s)', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.constantFrom('http://', 'https:', 'javascript:', ''), fc.string()),
      ([scheme, rest]) => {
        expect(webAddress(scheme + rest)?.protocol ?? 'https:').toMatch(/^https?:$/)
      },
    ),
  )
})
