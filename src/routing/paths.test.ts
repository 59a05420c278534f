import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseImageReference } from '../registry/imageReference.ts'
import { parseRepositoryName } from '../registry/names.ts'
import { PATTERN, imageParam, paths, repositoryParam } from './paths.ts'

const DIGEST = `sha256:${'0f'.repeat(32)}`

test('an image’s address is its reference', () => {
  expect(paths.image(parseImageReference('library/nginx:1.27'))).toBe('/image/library/nginx:1.27')
  expect(paths.image(parseImageReference(`a@${DIGEST}`))).toBe(`/image/a@${DIGEST}`)
  expect(paths.repository(parseRepositoryName('a/b'))).toBe('/repository/a/b')
})

test('query parameters that are empty are left out, others are encoded', () => {
  const search = { q: 'a&b /x/', view: '', sort: undefined }
  expect(paths.repositories(search)).toBe('/?q=a%26b+%2Fx%2F')
  expect(paths.repositories({ view: '' })).toBe('/')
})

test.each([
  ['a/b', 'a/b'],
  ['a/b/', 'a/b'],
  ['', undefined],
  ['A', undefined],
  ['../x', undefined],
  ['a:1', undefined],
  [undefined, undefined],
])('the repository of %s is %s', (splat, name) => expect(repositoryParam(splat)).toBe(name))

test.each([
  ['a/b:1/', { repository: 'a/b', tag: '1' }],
  ['host:5000/a/b:1', { repository: 'a/b', tag: '1' }],
  ['own.test/a:1', { repository: 'a', tag: '1' }],
  [`a:1@${DIGEST}`, { repository: 'a', tag: '1', digest: DIGEST }],
  ['a:', undefined],
  ['<script>', undefined],
])('the image of %s', (splat, reference) => {
  expect(imageParam(splat, ['own.test'])).toEqual(reference)
})

test('builder and reader agree', () => {
  const part = fc.stringMatching(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/)
  const name = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'))
    .filter((text) => text.length <= 255 && !text.startsWith('localhost/'))
  fc.assert(
    fc.property(name, fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/), (text, tag) => {
      const reference = parseImageReference(`${text}:${tag}`)
      const { pathname } = new URL(paths.image(reference), 'http://own.test')
      expect(imageParam(pathname.slice(PATTERN.image.length - 1), [])).toEqual(reference)
      const list = new URL(paths.repository(reference.repository), 'http://own.test').pathname
      expect(repositoryParam(list.slice(PATTERN.repository.length - 1))).toBe(text)
    }),
  )
})
