import { formatAge, formatMoment } from '../format/time.ts'
import type { Created } from '../image/created.ts'
import { registryNow } from '../queries/session/session.ts'

/** How long ago. `now` is the clock behind the time: the registry's for images, the browser's for what happened here. */
export function Age({
  date,
  now = registryNow,
  isExact = false,
}: {
  date: Created | undefined
  now?: () => number
  /** Shows the time instead of the age, as a list sorted by it should. */
  isExact?: boolean
}) {
  if (!date || date === 'not recorded') return <span className="text-faint">unknown</span>
  return (
    <time dateTime={date.toISOString()} title={formatMoment(date)}>
      {isExact ? formatMoment(date, false) : formatAge(date, now())}
    </time>
  )
}
