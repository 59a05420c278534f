import { visibleText } from '../../format/visibleText.ts'
import type { CandidateTime } from './evaluation.ts'

export type UsableTime = {
  readonly kind: 'usable'
  readonly created: Date
  /** Milliseconds before now; negative if a clock is ahead. */
  readonly age: number
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/
/** Before Docker existed: builders that record no time write the year 1, 1970 or 1980. */
const FIRST = Date.UTC(2013, 2, 1)
export const DAY = 86_400_000

/** A time that can be used in a decision, or why it can't. */
export function readTime(
  time: CandidateTime,
  now: number,
): UsableTime | { readonly kind: 'unusable'; readonly because: string } {
  if ('because' in time) return { kind: 'unusable', because: time.because }
  const created = new Date(RFC_3339.test(time.text) ? time.text : Number.NaN)
  const age = now - created.getTime()
  if (Number.isNaN(age)) {
    return { kind: 'unusable', because: JSON.stringify(visibleText(time.text, 30)) }
  }
  const isUsable = created.getTime() >= FIRST && age >= -DAY
  return isUsable
    ? { kind: 'usable', created, age }
    : { kind: 'unusable', because: formatDay(created) }
}

/** `2026-09-30`, in UTC, so that every machine prints the same. */
export function formatDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
