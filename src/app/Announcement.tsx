import { useSyncExternalStore } from 'react'
import { announcement } from '../parts/announcements.ts'

/** Shows what `announce` was told; always there, so that a screen reader notices the change. */
export function Announcement() {
  const text = useSyncExternalStore(announcement.subscribe, announcement.read)
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-5 z-40 text-center in-[body:has(section[aria-label=Undo]>div)]:bottom-20"
    >
      {text !== undefined && (
        <span className="inline-block rounded-xl border border-line bg-surface px-4 py-2 shadow-lg">
          {text}
        </span>
      )}
    </div>
  )
}
