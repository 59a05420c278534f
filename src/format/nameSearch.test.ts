import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRepositoryName } from '../../test/names.ts'
import { matchRanges, searchNames } from './nameSearch.ts'

const names = [
  'library/nginx',
  'library/postgres',
  'mirror/nginx-unprivileged',
  'team/payments/api',
  'team/payments/worker',
  'team/shop/frontend',
].map(parseRepositoryName)
const search = (query: string) => searchNames(names, query)

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
])('typo allowed: %s', (query, name) => expect(search(query)).toContain(name))

test.each([
  ['two mistakes', 'pstogres ngnx'],
  ['a wrong first letter', 'xginx'],
  ['short words', 'apo'],
  ['another number', 'v1.2'],
])('not allowed: %s', (_what, query) => {
  const list = [...names, parseRepositoryName('build/v1.3')]
  expect(searchNames(list, query)).toEqual([])
})

test('a word with a typo is highlighted', () => {
  expect(matchRanges('library/nginx', 'ngnix')).toEqual([[8, 13]])
  expect(matchRanges('team/payments/api', 'paymnts')).toEqual([[5, 13]])
  expect(matchRanges('team/shop/frontend', 'frontendd')).toEqual([[10, 18]])
})

test('exact matches come first', () => {
  const list = ['a/nginy', 'b/nginx'].map(parseRepositoryName)
  expect(searchNames(list, 'nginx')[0]).toBe('b/nginx')
})

test('ranges are inside the name, in order, and highlight what was typed', () => {
  expect(matchRanges('library/nginx', 'nginx lib')).toEqual([
    [0, 3],
    [8, 13],
  ])
  expect(matchRanges('library/nginx', 'gin ngi')).toEqual([
    [8, 11],
    [9, 12],
  ])
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string(), (name, query) => {
      let before = 0
      for (const [from, to] of matchRanges(name, query)) {
        expect(from).toBeGreaterThanOrEqual(before)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(name.length)
        before = from
      }
    }),
  )
})

test.each([
  ['a word longer than any name', 'a'.repeat(4000)],
  ['a word as long as a name, with a mistake', `${'a'.repeat(254)}b`],
  ['more words than a name holds', Array.from({ length: 2000 }, (_, at) => `a${at}`).join(' ')],
  ['one word again and again', 'a '.repeat(2000)],
  ['ten words that all are there', 'a aa aaa aaaa aaaaa aaaaaa aaaaaaa aaaaaaaa aaaaaaaaa b'],
  ['parts set apart', `${'a-'.repeat(30)}b`],
])('%s ends, and finds nothing', (_what, query) => {
  const long = Array.from({ length: 200 }, () => parseRepositoryName('a'.repeat(255)))
  expect(searchNames(long, query)).toEqual([])
  expect(matchRanges(long[0] ?? '', query).length).toBeLessThanOrEqual(10)
})

test('no text makes the search fail, and it finds names of the list once', () => {
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
