import { useEffect, useState, useSyncExternalStore } from 'react'
import { pausedUntil } from '../../queries/session.ts'

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
