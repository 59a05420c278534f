import { formatAge, formatMoment } from '../format/time.ts'
import type { Created } from '../image/created.ts'
import { registryNow } from '../queries/session.ts'

/**
 * How long ago something was, by the clock that gave it its time: images got theirs from servers, what
 * happened in this browser from the browser's (`Date.now`). `undefined` where an image's config does not say.
 * The exact time is in the title.
 */
export function Age({
  date,
  now = registryNow,
}: {
  date: Created | undefined
  now?: () => number
}) {
  if (!date || date === 'not recorded') return <span className="text-faint">not recorded</span>
  return (
    <time dateTime={date.toISOString()} title={formatMoment(date)}>
      {formatAge(date, now())}
    </time>
  )
}
