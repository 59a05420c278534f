import { registryNow } from '../queries/session.ts'
import { formatAge, formatMoment } from '../format/time.ts'

/** How long ago an image was created; `undefined` where its config does not say. The exact time is in the title. */
export function Age({ date }: { date: Date | undefined }) {
  if (!date) return <span className="text-faint">not recorded</span>
  return (
    <time dateTime={date.toISOString()} title={formatMoment(date)}>
      {formatAge(date, registryNow())}
    </time>
  )
}
