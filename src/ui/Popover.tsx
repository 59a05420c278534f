import { type ReactNode, type ToggleEvent, useEffect, useId, useRef, useState } from 'react'

/** Pixels that a panel should have below its button; else it opens above. */
const ROOM = 300
/** Pixels that it keeps from the sides of the window. */
const MARGIN = 12

/**
 * A button that opens a small panel at its side. Esc, a click elsewhere or scrolling closes it; what is in
 * the panel exists only while it is open.
 */
export function Popover({
  label,
  icon,
  className = '',
  width = 'w-96',
  children,
}: {
  /** Names the button and the panel. */
  label: string
  icon: ReactNode
  className?: string
  /** A class that says how wide the panel is. */
  width?: string
  /** Gets the panel's id: a button with it as `popoverTarget` closes the panel. */
  children: (panel: string) => ReactNode
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<Place>()
  useEffect(() => {
    if (!place) return undefined
    const onScroll = () => panel.current?.hidePopover()
    window.addEventListener('scroll', onScroll, { passive: true })
    window.addEventListener('resize', onScroll)
    return () => {
      window.removeEventListener('scroll', onScroll)
      window.removeEventListener('resize', onScroll)
    }
  }, [place])
  const open = (event: ToggleEvent) => {
    const rect = event.newState === 'open' ? button.current?.getBoundingClientRect() : undefined
    if (rect) setPlace(placeBeside(rect))
  }
  // Only afterwards: what has the focus has to be there while the browser takes it back to the button.
  const close = (event: ToggleEvent) => {
    if (event.newState === 'closed') setPlace(undefined)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        title={label}
        className={`inline-flex size-6 shrink-0 items-center justify-center rounded text-faint hover:bg-line-soft hover:text-text ${className}`}
      >
        {icon}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={open}
        onToggle={close}
        style={place}
        className={`fixed inset-auto m-0 overflow-hidden rounded-xl border border-line bg-surface text-left whitespace-normal text-text shadow-xl ${width}`}
      >
        {place && children(id)}
      </div>
    </>
  )
}

type Place = { top?: number; bottom?: number; right: number; maxWidth: number }

/** Right edges in one line, so that a panel at the end of a row stays on the screen. */
function placeBeside({ top, bottom, right }: DOMRect): Place {
  const { clientWidth, clientHeight } = document.documentElement
  const fromRight = Math.max(MARGIN, clientWidth - right)
  const across = { right: fromRight, maxWidth: clientWidth - fromRight - MARGIN }
  return clientHeight - bottom < ROOM && top > clientHeight - bottom
    ? { bottom: clientHeight - top + 4, ...across }
    : { top: bottom + 4, ...across }
}
