import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatImageReference, readImageReference } from './imageReference.ts'

const DIGEST = `sha256:${'0f'.repeat(32)}`
const HOSTS = ['registry.example.org', 'localhost']

test.each([
  ['nginx', { repository: 'nginx' }],
  ['nginx:1.27', { repository: 'nginx', tag: '1.27' }],
  [`a/b@${DIGEST}`, { repository: 'a/b', digest: DIGEST }],
  [`a/b:1@${DIGEST}`, { repository: 'a/b', tag: '1', digest: DIGEST }],
  ['host:5000/a/b:1', { repository: 'a/b', tag: '1' }],
  ['127.0.0.1:5000/a:1', { repository: 'a', tag: '1' }],
  ['[::1]:5000/a:1', { repository: 'a', tag: '1' }],
  ['localhost/a', { repository: 'a' }],
  ['registry.example.org/a/b', { repository: 'a/b' }],
  ['docker.io/library/nginx', { repository: 'docker.io/library/nginx' }],
  ['  docker://host:5000/a:1\n', { repository: 'a', tag: '1' }],
  ['http://registry.example.org/a', { repository: 'a' }],
])('%s is read', (text, reference) => {
  expect(readImageReference(text, HOSTS)).toEqual(reference)
})

test.each([
  '',
  ':',
  '@',
  ':1',
  'a:',
  'a@',
  'A:1',
  'a:-1',
  'a@sha256:12',
  'a b',
  'host:5000/',
  'a/../b',
])('%j is refused', (text) => {
  expect(readImageReference(text)).toBeUndefined()
})

test('what is formatted is read back', () => {
  const part = fc.stringMatching(/^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/)
  const references = fc.record(
    {
      repository: fc
        .array(part, { minLength: 1, maxLength: 4 })
        .map((parts) => parts.join('/'))
        .filter((name) => name.length <= 255 && !name.startsWith('localhost/')),
      tag: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/),
      digest: fc.stringMatching(/^sha256:[a-f0-9]{64}$/),
    },
    { requiredKeys: ['repository'] },
  )
  fc.assert(
    fc.property(references, (reference) => {
      const text = formatImageReference(reference as Parameters<typeof formatImageReference>[0])
      expect(readImageReference(text)).toEqual(reference)
      expect(readImageReference(`host:5000/${text}`)).toEqual(reference)
    }),
  )
})

test('any string is read or refused, never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const reference = readImageReference(text)
      const again = reference && readImageReference(formatImageReference(reference))
      expect(again).toEqual(reference)
    }),
  )
})
