import { useEffect, useState, useSyncExternalStore } from 'react'
import { announcement } from '../components/announcements.ts'
import { pausedUntil } from '../queries/session.ts'

/** Over the bars (`data-foot`) and offers of undo (`data-toast`) at the foot of the page, whichever are there. */
const ABOVE_OTHERS = [
  'bottom-5',
  'in-[body:has([data-toast])]:bottom-20 max-sm:in-[body:has([data-toast])]:bottom-30',
  'in-[body:has([data-foot])]:bottom-24 max-sm:in-[body:has([data-foot])]:bottom-30',
  'in-[body:has([data-toast]):has([data-foot])]:bottom-40 max-sm:in-[body:has([data-toast]):has([data-foot])]:bottom-56',
].join(' ')

/** Shows what `announce` was told; always there, so that a screen reader notices the change. */
export function Announcement() {
  const text = useSyncExternalStore(announcement.subscribe, announcement.read)
  return (
    <div
      role="status"
      className={`pointer-events-none fixed inset-x-3 z-40 text-center ${ABOVE_OTHERS}`}
    >
      {text !== undefined && (
        <span className="inline-block rounded-xl border border-line bg-surface px-4 py-2 shadow-lg">
          {text}
        </span>
      )}
    </div>
  )
}

/** While the registry asked to wait (429): how long still. */
export function PauseNotice() {
  const until = useSyncExternalStore(pausedUntil.subscribe, pausedUntil.read)
  return until === undefined ? null : <Countdown until={until} />
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return (
    <p role="status" className="bg-warning-soft px-4 py-2 text-center text-warning">
      The registry asks to wait. Going on in {seconds} {seconds === 1 ? 'second' : 'seconds'}.
    </p>
  )
}
