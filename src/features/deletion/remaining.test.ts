import { expect, test, vi } from 'vitest'
import { Pace, formatRemaining } from './remaining.ts'

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

test('each step is timed by itself, and again after a pause', () => {
  const clock = vi.spyOn(performance, 'now')
  const pace = new Pace()
  const tell = (now: number, step: string, done: number) => {
    clock.mockReturnValue(now)
    return pace.tell(step, done, 5000)
  }
  expect(tell(0, 'tags', 0)).toBeUndefined()
  expect(tell(60_000, 'tags', 1000)).toBe('about 4 minutes left')
  expect(tell(61_000, 'manifests', 10)).toBeUndefined()
  expect(tell(121_000, 'manifests', 2505)).toBe('about a minute left')
  pace.forget()
  expect(tell(500_000, 'manifests', 2505)).toBeUndefined()
  clock.mockRestore()
})
