import { expect, test } from 'vitest'
import { formatCount, formatCounted } from './count.ts'

test('counts have separators and the right number', () => {
  expect(formatCount(5002)).toBe('5,002')
  expect(formatCounted(1, 'tag')).toBe('1 tag')
  expect(formatCounted(0, 'tag')).toBe('0 tags')
  expect(formatCounted(2, 'repository', 'repositories')).toBe('2 repositories')
})
