import { once } from './once.ts'

const relative = once(() => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }))
const day = once(() => new Intl.DateTimeFormat('en', { dateStyle: 'medium' }))
const moment = once(
  () => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' }),
)

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** `11 days ago`. A time ahead of `now` is shown as its date: somebody's clock is wrong, not the image young. */
export function formatAge(date: Date, now: number): string {
  const seconds = (date.getTime() - now) / 1000
  if (seconds > 60) return day().format(date)
  for (const [unit, length] of STEPS) {
    if (-seconds >= length) return relative().format(Math.round(seconds / length), unit)
  }
  return 'just now'
}

/** The exact local time, for a title. */
export function formatMoment(date: Date): string {
  return moment().format(date)
}
