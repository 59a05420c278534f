import { useSyncExternalStore } from 'react'
import { announcement } from '../../components/announcements.ts'

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
