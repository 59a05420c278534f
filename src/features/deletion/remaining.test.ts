import { expect, test } from 'vitest'
import { formatRemaining } from './remaining.ts'

test.for([
  [1000, 3, 100, 'before a few steps'],
  [1500, 10, 100, 'before they took a while'],
  [9000, 20, 0, 'at the end'],
] as const)('nothing is said %4$s', ([milliseconds, steps, left]) => {
  expect(formatRemaining(milliseconds, steps, left)).toBeUndefined()
})

test.for([
  [2000, 20, 80, 'less than 10 seconds left'],
  [3100, 10, 100, 'about 40 seconds left'],
  [5800, 10, 100, 'about a minute left'],
  [13_000, 10, 100, 'about 2 minutes left'],
  [53_000, 10, 1000, 'about 1.5 hours left'],
] as const)('%i ms for %i of them, %i more: %s', ([milliseconds, steps, left, text]) => {
  expect(formatRemaining(milliseconds, steps, left)).toBe(text)
})
