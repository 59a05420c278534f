import { expect, test } from 'vitest'
import { parseRepositoryName } from '../../../test/names.ts'
import { readSort } from '../../routing/sorting.ts'
import { SORT_KEYS, sortRepositories } from './sortRepositories.ts'

const names = ['app10', 'app9', 'empty', 'unread'].map(parseRepositoryName)
const [app10, app9, empty] = names
const facts = new Map([
  [app10!, { tags: 3, size: 100, created: 2000 }],
  [app9!, { tags: 12, size: 900, created: 1000 }],
  [empty!, { tags: 0, size: undefined, created: undefined }],
])

test.each([
  [null, 'app10 app9 empty unread'],
  ['bytes', 'app10 app9 empty unread'],
  ['name', 'app9 app10 empty unread'],
  ['-name', 'unread empty app10 app9'],
  ['-tags', 'app9 app10 empty unread'],
  ['tags', 'empty app10 app9 unread'],
  ['-size', 'app9 app10 empty unread'],
  ['created', 'app9 app10 empty unread'],
])('the address sorts by %s: %s', (text, expected) => {
  expect(sortRepositories(names, readSort(text, SORT_KEYS), facts).join(' ')).toBe(expected)
})
