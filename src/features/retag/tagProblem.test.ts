import { expect, test } from 'vitest'
import { tagProblem } from './tagProblem.ts'

test('a valid tag has no problem, nor has an empty field', () => {
  for (const text of ['', 'latest', '1.2.3', '_x', 'a'.repeat(128)]) {
    expect(tagProblem(text), text).toBeUndefined()
  }
})

test('the problem is named', () => {
  expect(tagProblem('a b')).toBe('Tags can’t contain spaces.')
  expect(tagProblem('team/app:1')).toContain('no “/” belongs in it')
  expect(tagProblem('1.0+build')).toContain('not “+”')
  expect(tagProblem('é')).toContain('not “é”')
  expect(tagProblem('a\u202eb')).toContain('\\u202e')
  expect(tagProblem('.a')).toContain('start with')
  expect(tagProblem('a'.repeat(129))).toContain('this one has 129')
})
