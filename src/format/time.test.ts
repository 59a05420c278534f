import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAge, formatMoment } from './time.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const DAY = 86_400_000

test.each([
  [0, 'just now'],
  [59_000, 'just now'],
  [-60_000, 'just now'],
  [60_000, '1 minute ago'],
  [3_600_000, '1 hour ago'],
  [11 * DAY, '11 days ago'],
  [DAY, 'yesterday'],
  [45 * DAY, 'last month'],
  [800 * DAY, '2 years ago'],
])('%i ms before now is %s', (age, text) => {
  expect(formatAge(new Date(NOW - age), NOW)).toBe(text)
})

test('a future time is a date, never an age: a clock is wrong', () => {
  fc.assert(
    fc.property(fc.integer({ min: 61_000, max: 3650 * DAY }), (ahead) => {
      expect(formatAge(new Date(NOW + ahead), NOW)).toMatch(/^\w{3} \d{1,2}, \d{4}$/)
    }),
  )
})

test('ages use the same words as Intl', () => {
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  const units = {
    minute: 60_000,
    hour: 3_600_000,
    day: DAY,
    month: 30.44 * DAY,
    year: 365.25 * DAY,
  }
  fc.assert(
    fc.property(fc.integer({ min: 60_000, max: 60 * 365 * DAY }), (age) => {
      const [unit, length] = Object.entries(units).findLast(([, one]) => age >= one) ?? []
      const count = Math.round(age / (length ?? Number.NaN))
      const words = relative.format(-count, unit as Intl.RelativeTimeFormatUnit)
      expect(formatAge(new Date(NOW - age), NOW)).toBe(words)
    }),
  )
})

test('a time is formatted like Intl does', () => {
  const medium = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      (date) => {
        // Intl puts a narrow space before AM and PM.
        expect(formatMoment(date)).toBe(medium.format(date).replace(/\s/gu, ' '))
        expect(formatMoment(date, false)).toBe(formatMoment(date).replace(/:\d\d (?=[AP]M$)/, ' '))
      },
    ),
  )
})
