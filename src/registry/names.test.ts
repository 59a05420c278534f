import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDigest, isRepositoryName, isTag } from './names.ts'

const HEX = 'a1'.repeat(32)

test.each(['a', '0', 'library/nginx', 'a__b', 'a_b.c-d', 'a---b', 'x/y/z/1/2', 'a'.repeat(255)])(
  '%s is a repository name',
  (name) => expect(isRepositoryName(name)).toBe(true),
)

test.each([
  '',
  '/',
  'a/',
  '/a',
  'a//b',
  'A',
  'a___b',
  'a..b',
  '.a',
  'a.',
  '-a',
  'a b',
  'a:b',
  'a@b',
  'a/../b',
  'a?x',
  'a#x',
  'ä',
  'a\n',
  'a%2fb',
  'a\u202eb',
  'a'.repeat(256),
])('%j is not a repository name', (name) => expect(isRepositoryName(name)).toBe(false))

test.each(['latest', '1.27', '_', 'A-b.c_d', 't'.repeat(128), 'sha256-abc.sig'])(
  '%s is a tag',
  (tag) => expect(isTag(tag)).toBe(true),
)

test.each(['', '.a', '-a', 'a/b', 'a:b', 'a b', 'a\n', 'ä', 't'.repeat(129), '..'])(
  '%j is not a tag',
  (tag) => expect(isTag(tag)).toBe(false),
)

test.each([
  `sha256:${HEX}`,
  `sha512:${HEX}${HEX}`,
  'sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564',
  'multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8',
])('%s is a digest', (digest) => expect(isDigest(digest)).toBe(true))

test.each([
  '',
  'sha256:',
  `sha256:${HEX.slice(1)}`,
  `sha256:${HEX}0`,
  `sha256:${HEX.toUpperCase()}`,
  `SHA256:${HEX}`,
  `sha256:${HEX}\n`,
  `sha256:../${HEX}`,
  'a:b/c',
  'a:b:c',
  `a:${'b'.repeat(254)}`,
])('%j is not a digest', (digest) => expect(isDigest(digest)).toBe(false))

test('a string is never both a tag and a digest', () => {
  fc.assert(
    fc.property(anyName(), (text) => {
      expect(isTag(text) && isDigest(text)).toBe(false)
    }),
  )
})

test('what a grammar accepts is unchanged in a URL', () => {
  fc.assert(
    fc.property(anyName(), (text) => {
      if (!isRepositoryName(text)) return
      const url = new URL(`/v2/${text}/tags/list`, 'http://registry.invalid')
      expect(url.pathname).toBe(`/v2/${text}/tags/list`)
    }),
  )
})

test('a long name that fails at its end is refused at once', () => {
  const start = performance.now()
  isRepositoryName(`${'a-'.repeat(127)}!`)
  isRepositoryName(`${'a_'.repeat(120)}A`)
  isRepositoryName('a'.repeat(1_000_000))
  expect(performance.now() - start).toBeLessThan(200)
})

function anyName() {
  const alphabet = fc.constantFrom(...'ab0A._-/:@%?# \n\u202eé'.split(''))
  return fc.oneof(
    fc.string({ unit: alphabet, maxLength: 20 }),
    fc.string(),
    fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+)*$/),
  )
}
