// `Intl` would need 30 ms to load its date formats, delaying the first page of an image. The words are the same.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Units with their length in seconds, and the words for one of them. */
const STEPS: readonly (readonly [unit: string, length: number, one: string])[] = [
  ['year', 365.25 * 86_400, 'last year'],
  ['month', 30.44 * 86_400, 'last month'],
  ['day', 86_400, 'yesterday'],
  ['hour', 3600, '1 hour ago'],
  ['minute', 60, '1 minute ago'],
]

/** `11 days ago`. A future time is shown as a date: some clock is wrong, the image isn't new. */
export function formatAge(date: Date, now: number): string {
  const seconds = (now - date.getTime()) / 1000
  if (seconds < -60) return formatDay(date)
  for (const [unit, length, one] of STEPS) {
    if (seconds < length) continue
    const count = Math.round(seconds / length)
    return count === 1 ? one : `${count} ${unit}s ago`
  }
  return 'just now'
}

/** The exact local time, for a tooltip: `Nov 24, 2026, 3:42:07 PM`. For a row, without seconds. */
export function formatMoment(date: Date, hasSeconds = true): string {
  const hours = date.getHours()
  const parts = [date.getMinutes(), ...(hasSeconds ? [date.getSeconds()] : [])]
  const rest = parts.map((part) => `:${String(part).padStart(2, '0')}`).join('')
  return `${formatDay(date)}, ${hours % 12 || 12}${rest} ${hours < 12 ? 'AM' : 'PM'}`
}

function formatDay(date: Date): string {
  return `${MONTHS[date.getMonth()]} ${date.getDate()}, ${date.getFullYear()}`
}
