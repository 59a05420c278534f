import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'

/** Shown until the first data arrives: nothing for a moment, then a message, and after five seconds a Cancel button. */
export function Loading({ what, onCancel }: { what: string; onCancel?: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div
      role="status"
      className="flex min-h-40 basis-full animate-[appear_0s_0.2s_both] flex-wrap items-center gap-3 text-soft"
    >
      <span className="inline-block size-4 animate-spin rounded-full border-2 border-line border-t-accent motion-reduce:animate-none" />
      {seconds < 5 ? `Loading ${what}…` : `Still loading ${what}, ${seconds} seconds now.`}
      {seconds >= 5 && onCancel && <Button onClick={onCancel}>Cancel</Button>}
    </div>
  )
}
