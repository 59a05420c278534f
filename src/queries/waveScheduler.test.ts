import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWaveScheduler } from './waveScheduler.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('single work is run at once', () => {
  const schedule = createWaveScheduler()
  const done: string[] = []
  schedule(() => done.push('first'))
  vi.advanceTimersByTime(1)
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(1000)
  schedule(() => done.push('later'))
  vi.advanceTimersByTime(1)
  expect(done).toEqual(['first', 'later'])
})

test('what follows closely is run together, in order', () => {
  const schedule = createWaveScheduler()
  const done: string[] = []
  schedule(() => done.push('first'))
  vi.advanceTimersByTime(10)
  schedule(() => done.push('second'))
  vi.advanceTimersByTime(20)
  schedule(() => done.push('third'))
  vi.advanceTimersByTime(10)
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(20)
  expect(done).toEqual(['first', 'second', 'third'])
})

test('work caused by a wave runs with the next', () => {
  const schedule = createWaveScheduler()
  const done: string[] = []
  schedule(() => {
    done.push('first')
    schedule(() => done.push('second'))
  })
  vi.advanceTimersByTime(10)
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(50)
  expect(done).toEqual(['first', 'second'])
})
