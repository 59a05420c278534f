import { expect, test } from 'vitest'
import { createPace, formatRemaining } from './remaining.ts'

test('nothing is said before a few steps took a while', () => {
  const pace = createPace()
  pace.note(0, 0, false)
  pace.note(1000, 3, false)
  expect(pace.estimate(100)).toBeUndefined()
  pace.note(1500, 10, false)
  expect(pace.estimate(100)).toBeUndefined()
  pace.note(2000, 20, false)
  expect(pace.estimate(100)).toBe(8000)
  expect(pace.estimate(20)).toBe(0)
})

test('a pause does not count', () => {
  const pace = createPace()
  pace.note(0, 0, false)
  pace.note(4000, 10, false)
  pace.note(60_000, 10, true)
  pace.note(61_000, 10, false)
  pace.note(62_000, 14, false)
  expect(pace.estimate(28)).toBe(6000)
})

test.for([
  [900, 'less than 10 seconds left'],
  [31_000, 'about 40 seconds left'],
  [58_000, 'about a minute left'],
  [130_000, 'about 2 minutes left'],
  [5_300_000, 'about 1.5 hours left'],
] as const)('%i ms: %s', ([milliseconds, text]) => expect(formatRemaining(milliseconds)).toBe(text))
