import { X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import { paths } from '../../routing/paths.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { type UndoOffer, undoOffers } from '../../components/messages.ts'
import { restorations } from './restoring.ts'
import { useUndo } from './undo.ts'

/** How long an offer is visible before it disappears, in milliseconds. */
const LIFE = 20_000
const TICK = 250

/** The undo offers at the bottom of the page. Their region always exists, so that screen readers announce them. */
export function UndoToasts() {
  const offers = useSyncExternalStore(undoOffers.subscribe, undoOffers.read)
  return (
    <section
      aria-label="Undo"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-5 z-40 flex flex-col items-center gap-2 in-[body:has([data-foot])]:bottom-24 max-sm:in-[body:has([data-foot])]:bottom-30"
    >
      {offers.map((offer) => (
        <UndoToast key={offer.entries.join()} offer={offer} />
      ))}
    </section>
  )
}

/**
 * Disappears after it was visible for long enough. Time doesn't count while a dialog covers it, the tab is hidden, the
 * pointer or the focus is on it, or it shows a failure.
 */
function UndoToast({ offer }: { offer: UndoOffer }) {
  const ref = useRef<HTMLDivElement>(null)
  const { undoing, begin } = useUndo(offer.entries, ref)
  const [isSeen, setSeen] = useState(false)
  const { kind, text } = undoing ?? { kind: 'offered', text: offer.text }
  const drop = () => undoOffers.write(undoOffers.read().filter((one) => one !== offer))
  const end = useEffectEvent(drop)
  const mayEnd = kind === 'offered' || kind === 'well'
  useEffect(() => {
    let age = 0
    const timer = setInterval(() => {
      if (document.hidden || document.querySelector('dialog[open]')) return
      setSeen(true)
      const isHeld = ref.current?.matches(':hover, :focus-within, :focus') === true
      if (!isHeld && mayEnd) age += TICK
      if (age >= LIFE) end()
    }, TICK)
    return () => clearInterval(timer)
  }, [mayEnd])
  // Somebody is restoring it on the Deleted page, which shows the result.
  const isTakenElsewhere = useSyncExternalStore(
    restorations.subscribe,
    () => kind === 'offered' && offer.entries.some((id) => restorations.read().has(id)),
  )
  if (!isSeen || isTakenElsewhere) return null
  return (
    <div
      ref={ref}
      tabIndex={-1}
      data-toast
      className="pointer-events-auto flex max-w-full flex-wrap items-center gap-x-2 gap-y-1 rounded-xl border border-line bg-surface py-1.5 pr-1.5 pl-4 shadow-lg"
    >
      <span className={`min-w-0 py-1 pr-2 break-words ${kind === 'problem' ? 'text-warning' : ''}`}>
        {text}
      </span>
      <span className="ml-auto flex items-center">
        {kind === 'offered' && (
          <Button look="quiet" className="!text-accent" onClick={begin}>
            Undo
          </Button>
        )}
        <Link
          to={paths.deleted()}
          className={buttonClass('quiet')}
          onClick={kind === 'working' ? undefined : drop}
        >
          Show
        </Link>
        <Button look="quiet" className="!px-2" aria-label="Dismiss" title="Dismiss" onClick={drop}>
          <X size={14} aria-hidden />
        </Button>
      </span>
    </div>
  )
}
