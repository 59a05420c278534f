import { formatAge, formatMoment } from '../format/time.ts'
import type { Created } from '../image/created.ts'
import { registryNow } from '../queries/session.ts'

/** How long ago. `now` is the clock behind the time: the registry's for images, the browser's for what happened here. */
export function Age({
  date,
  now = registryNow,
}: {
  date: Created | undefined
  now?: () => number
}) {
  if (!date || date === 'not recorded') return <span className="text-faint">unknown</span>
  return (
    <time dateTime={date.toISOString()} title={formatMoment(date)}>
      {formatAge(date, now())}
    </time>
  )
}
