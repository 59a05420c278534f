import { formatAge, formatMoment } from '../format/time.ts'
import type { Created } from '../image/created.ts'
import { registryNow } from '../queries/session.ts'

/** How long ago, by the clock that gave the time: of images a server's, of what happened here the browser's. */
export function Age({
  date,
  now = registryNow,
  isExact = false,
}: {
  date: Created | undefined
  now?: () => number
  /** The time itself instead: a list sorted by it should show what it is sorted by. */
  isExact?: boolean
}) {
  if (!date || date === 'not recorded') return <span className="text-faint">unknown</span>
  return (
    <time dateTime={date.toISOString()} title={formatMoment(date)}>
      {isExact ? formatMoment(date, false) : formatAge(date, now())}
    </time>
  )
}
