import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTag } from '../../test/names.ts'
import { readTagFilter } from './tagFilter.ts'

test.each([
  ['', ['1.0', '1.1-alpine', 'latest']],
  ['alp 1', ['1.1-alpine']],
  ['LATEST', ['latest']],
  ['/^1\\./', ['1.0', '1.1-alpine']],
  ['/ALPINE$/i', ['1.1-alpine']],
  ['/ALPINE$/', []],
  ['.', ['1.0', '1.1-alpine']],
  ['a'.repeat(4000), []],
  ['/^(1|1)+$/', []],
])('the filter %s matches %j', (text, left) => {
  const { test: isMatching, problem } = readTagFilter(text, true)
  expect(['1.0', '1.1-alpine', 'latest'].map(parseTag).filter(isMatching)).toEqual(left)
  expect(problem).toBeUndefined()
})

test('an invalid expression is explained, and matches nothing', () => {
  const { test: isMatching, problem } = readTagFilter('/(/', true)
  expect(problem).toContain('(')
  expect(isMatching(parseTag('a'))).toBe(false)
})

test('an expression from a link isn’t applied until confirmed, and matches nothing; words are applied', () => {
  const { test: isMatching, problem } = readTagFilter('/(a+)+$/', false)
  expect(isMatching(parseTag(`${'a'.repeat(127)}_`))).toBe(false)
  expect(problem).toContain('press Enter')
  expect(readTagFilter('b', false).test(parseTag('a'))).toBe(false)
})

test('no filter makes the parser fail', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `/${text}/i`),
      ),
      (text) => {
        expect(typeof readTagFilter(text, true).test(parseTag('a'))).toBe('boolean')
      },
    ),
  )
})
