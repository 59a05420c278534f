import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRepositoryName } from '../../registry/names.ts'
import { matchRanges, searchNames } from './search.ts'
import { typoSearch } from './typoSearch.ts'

const names = [
  'library/nginx',
  'library/postgres',
  'mirror/nginx-unprivileged',
  'team/payments/api',
  'team/payments/worker',
  'team/shop/frontend',
].map(parseRepositoryName)
const search = (query: string) => searchNames(names, query, typoSearch)

test.each([
  ['', names],
  ['  ', names],
  ['nginx', ['library/nginx', 'mirror/nginx-unprivileged']],
  ['NGINX lib', ['library/nginx']],
  ['api team', ['team/payments/api']],
  ['work pay', ['team/payments/worker']],
  ['nothing-like-it', []],
  ['.*', []],
  ['(', []],
])('%j finds %j', (query, found) => expect(search(query)).toEqual(found))

test.each([
  ['ngnix', 'library/nginx'],
  ['postgers', 'library/postgres'],
  ['paymnts api', 'team/payments/api'],
  ['frontendd', 'team/shop/frontend'],
  ['worler team', 'team/payments/worker'],
])('%s is forgiven', (query, name) => expect(search(query)).toContain(name))

test('without the part that forgives, the search is exact', () => {
  expect(searchNames(names, 'ngnix', undefined)).toEqual([])
  expect(searchNames(names, 'nginx lib', undefined)).toEqual(['library/nginx'])
})

test('exact matches come first', () => {
  const list = ['a/nginy', 'b/nginx'].map(parseRepositoryName)
  expect(searchNames(list, 'nginx', typoSearch)[0]).toBe('b/nginx')
})

test('ranges lie inside the name, in order, and mark what was typed', () => {
  expect(matchRanges('library/nginx', 'nginx lib', typoSearch)).toEqual([
    [0, 3],
    [8, 13],
  ])
  expect(matchRanges('library/nginx', 'ngi gin', undefined)).toEqual([[8, 12]])
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string(), (name, query) => {
      let before = -1
      for (const [from, to] of matchRanges(name, query, typoSearch)) {
        expect(from).toBeGreaterThan(before)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(name.length)
        before = to
      }
    }),
  )
})

test('any text is searched for without a failure, and finds names of the list once', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('*', '\\', '[a-', '"x"', '-a', '$')),
      (query) => {
        const found = search(query)
        expect(new Set(found).size).toBe(found.length)
        expect(names).toEqual(expect.arrayContaining([...found]))
      },
    ),
  )
})
