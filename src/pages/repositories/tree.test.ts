import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRepositoryName } from '../../../test/names.ts'
import { type TreeRow, listTreeRows } from './tree.ts'

const rows = (names: readonly string[], isOpen: (path: string) => boolean = () => true) =>
  listTreeRows(names.map(parseRepositoryName), isOpen)
const written = (list: readonly TreeRow[]) =>
  list.map(
    (row) => '  '.repeat(row.depth) + row.label + (row.kind === 'folder' ? `/ (${row.count})` : ''),
  )

test('folders and repositories are sorted together; a folder with a single folder shares its line', () => {
  const names = ['mirror/docker.io/library/nginx', 'mirror/docker.io/library/redis', 'a', 'team/x']
  expect(written(rows([...names, 'team/y/z', 'team/y/w']))).toEqual([
    'a',
    'mirror/docker.io/library/ (2)',
    '  nginx',
    '  redis',
    'team/ (3)',
    '  x',
    '  y/ (2)',
    '    w',
    '    z',
  ])
})

test('a folder with a single repository has no line of its own', () => {
  expect(written(rows(['team/y/z', 'team/x', 'solo/deep/down']))).toEqual([
    'solo/deep/down',
    'team/ (2)',
    '  x',
    '  y/z',
  ])
})

test('a name can be a repository and a folder', () => {
  expect(written(rows(['app', 'app/cache', 'app/cache/x', 'app/cache/y']))).toEqual([
    'app',
    'app/ (3)',
    '  cache',
    '  cache/ (2)',
    '    x',
    '    y',
  ])
})

test('numbers are read as numbers', () => {
  expect(written(rows(['v10', 'v9', 'v1']))).toEqual(['v1', 'v9', 'v10'])
})

test('names such as constructor are only names', () => {
  expect(written(rows(['constructor/x', 'constructor/y', 'tostring']))).toEqual([
    'constructor/ (2)',
    '  x',
    '  y',
    'tostring',
  ])
})

test('with everything open each repository appears once, and a closed folder hides only its own', () => {
  const part = fc.constantFrom('a', 'b', 'c', 'd1', 'd2')
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 30 }), fc.func(fc.boolean()), (names, isOpen) => {
      const open = rows(names)
      const repositories = (list: readonly TreeRow[]) =>
        list.flatMap((row) => (row.kind === 'repository' ? [row.repository] : []))
      expect(repositories(open).toSorted()).toEqual(names.toSorted())
      const some = rows(names, isOpen)
      const hidden = some.flatMap((row) => (row.kind === 'folder' && !row.isOpen ? [row] : []))
      const sum = hidden.reduce((all, { count }) => all + count, 0)
      expect(repositories(some).length + sum).toBe(names.length)
    }),
  )
})
