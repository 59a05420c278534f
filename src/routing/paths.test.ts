import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ImageReference, readImageReference } from '../registry/imageReference.ts'
import { parseRepositoryName } from '../../test/names.ts'
import { paths, readAddress } from './paths.ts'

const parse = (text: string) => readImageReference(text) as ImageReference
const DIGEST = `sha256:${'0f'.repeat(32)}`

test('an image’s address is its reference', () => {
  expect(paths.image(parse('library/nginx:1.27'))).toBe('/image/library/nginx:1.27')
  expect(paths.image(parse(`a@${DIGEST}`))).toBe(`/image/a@${DIGEST}`)
  expect(paths.repository(parseRepositoryName('a/b'))).toBe('/repository/a/b')
})

test('empty query parameters are omitted, others are encoded', () => {
  const search = { q: 'a&b /x/', view: '', sort: undefined }
  expect(paths.repositories(search)).toBe('/?q=a%26b+%2Fx%2F')
  expect(paths.repositories({ view: '' })).toBe('/')
})

test.each([
  ['/', { page: 'repositories' }],
  ['', { page: 'repositories' }],
  ['/deleted', { page: 'deleted' }],
  ['/deleted/', { page: 'deleted' }],
  ['/deleted/x', { page: 'none' }],
  ['/x', { page: 'none' }],
  ['//a', { page: 'none' }],
  ['/tag/nginx/1', { page: 'moved', to: '/image/nginx:1' }],
  ['/tag/library/nginx/1.27/', { page: 'moved', to: '/image/library/nginx:1.27' }],
  ['/tag/nginx', { page: 'moved', to: '/' }],
  ['/tag/', { page: 'moved', to: '/' }],
  ['/home', { page: 'moved', to: '/' }],
  ['/about', { page: 'moved', to: '/' }],
  ['/repositories/20/team/app', { page: 'moved', to: '/' }],
  ['/repository/a/b', { page: 'repository', repository: 'a/b' }],
  ['/repository/a/b/', { page: 'repository', repository: 'a/b' }],
  ['/repository/%61', { page: 'repository', repository: 'a' }],
  ['/repository', { page: 'invalid', what: 'repository name', text: '' }],
  ['/repository/A', { page: 'invalid', what: 'repository name', text: 'A' }],
  ['/repository/../x', { page: 'invalid', what: 'repository name', text: '../x' }],
  ['/repository/a:1', { page: 'moved', to: '/image/a:1' }],
  ['/repository/host:5000/a/b', { page: 'moved', to: '/repository/a/b' }],
  ['/repository/a:', { page: 'invalid', what: 'repository name', text: 'a:' }],
  ['/repository/a%2Fb', { page: 'invalid', what: 'repository name', text: 'a%2Fb' }],
  ['/repository/%E0%A4', { page: 'invalid', what: 'repository name', text: '%E0%A4' }],
  ['/image/a/b:1/', { page: 'image', reference: { repository: 'a/b', tag: '1' } }],
  ['/image/a%3A1', { page: 'image', reference: { repository: 'a', tag: '1' } }],
  ['/image/host:5000/a/b:1', { page: 'image', reference: { repository: 'a/b', tag: '1' } }],
  ['/image/own.test/a:1', { page: 'image', reference: { repository: 'a', tag: '1' } }],
  [
    `/image/a:1@${DIGEST}`,
    { page: 'image', reference: { repository: 'a', tag: '1', digest: DIGEST } },
  ],
  ['/image/a:', { page: 'invalid', what: 'image reference', text: 'a:' }],
  ['/image/%3Cscript>', { page: 'invalid', what: 'image reference', text: '<script>' }],
])('the page of %s', (path, address) => {
  expect(readAddress(path, ['own.test'])).toEqual(address)
})

const part = fc.stringMatching(/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/)
const name = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'))
  .filter((text) => text.length <= 255 && !text.startsWith('localhost/'))

test('builder and parser agree', () => {
  fc.assert(
    fc.property(name, fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/), (text, tag) => {
      const read = (path: string) => readAddress(new URL(path, 'http://own.test').pathname, [])
      const reference = parse(`${text}:${tag}`)
      const { repository } = reference
      expect(read(paths.image(reference))).toEqual({ page: 'image', reference })
      expect(read(paths.repository(repository))).toEqual({ page: 'repository', repository })
    }),
  )
})

test('nginx preloads the first request of exactly the pages that make it', () => {
  const file = readFileSync(new URL('../../nginx.conf', import.meta.url), 'utf8')
  const [, map = ''] =
    /map \$request_uri \$homeport_first_request \{(.*?)\n {2}\}/s.exec(file) ?? []
  const entries = [...map.matchAll(/"~(\^.*)" "(v2.*)";/g)].map(
    ([, pattern = '', target = '']) => ({
      pattern: new RegExp(pattern.replace('${HOMEPORT_BASE_PATTERN}', '')),
      target,
    }),
  )
  expect(entries).toHaveLength(2)
  const text = fc.oneof(name, fc.stringMatching(/^[a-zA-Z0-9._:@%/-]{0,12}$/))
  const page = fc.constantFrom('', '/', '/repository', '/repository/', '/image/', '/deleted/')
  fc.assert(
    fc.property(page, text, fc.constantFrom('', '/', '?q=/x', '/?view=a'), (first, rest, end) => {
      const typed = `/${first}${rest}${end}`.replace(/^\/+/, '/')
      const { pathname, search } = new URL(typed, 'http://own.test')
      const address = readAddress(pathname, [])
      const path = pathname + search
      const [found] = entries.flatMap(({ pattern, target }) => {
        const match = pattern.exec(path)
        const name = match?.groups?.['homeport_repository'] ?? ''
        return match ? [target.replace('$homeport_repository', name)] : []
      })
      const asked =
        address.page === 'repository'
          ? `v2/${address.repository}/tags/list`
          : address.page === 'repositories'
            ? 'v2/_catalog?n=100'
            : undefined
      // With unnecessary encoding, only the page makes the request.
      expect(found ?? (path.includes('%') ? asked : undefined)).toBe(asked)
    }),
    { numRuns: 2000 },
  )
})
