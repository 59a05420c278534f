import {
  type CSSProperties,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  type ToggleEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { IconButton } from './Button.tsx'

/** Pixels that a panel needs below its button; otherwise it opens above. */
const ROOM = 300
/** Distance in pixels from the sides of the window. */
const MARGIN = 12

/**
 * A button that opens a small panel next to it. Esc, a click elsewhere or scrolling closes it; its content is
 * rendered only while open. In a menu, the arrow keys, Home and End move between `MenuItem`s, and Tab leaves it.
 */
export function Popover({
  label,
  icon,
  className = '',
  width = 'w-96',
  isMenu = false,
  children,
  below,
}: {
  label: string
  icon: ReactNode
  className?: string
  width?: string
  isMenu?: boolean
  /** Receives the panel's id: a button with it as `popoverTarget` closes the panel. */
  children: (panel: string) => ReactNode
  below?: ReactNode
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<CSSProperties>()
  useEffect(() => {
    if (!place) return undefined
    const closing = new AbortController()
    for (const type of ['scroll', 'resize'])
      window.addEventListener(type, () => panel.current?.hidePopover(), { signal: closing.signal })
    return () => closing.abort()
  }, [place])
  const open = (event: ToggleEvent) => {
    const rect = event.newState === 'open' ? button.current?.getBoundingClientRect() : undefined
    if (rect) setPlace(placeBeside(rect))
  }
  const listItems = () => [...(panel.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])]
  // Only after closing: the focused element has to exist while the browser moves the focus back to the button.
  const close = (event: ToggleEvent) => {
    if (event.newState === 'closed') setPlace(undefined)
    else if (isMenu) listItems()[0]?.focus()
  }
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return panel.current?.hidePopover()
    const items = listItems()
    const at = items.findIndex((item) => item === document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) return undefined
    event.preventDefault()
    return items.at(to % items.length)?.focus()
  }
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        popoverTarget={id}
        aria-haspopup={isMenu ? 'menu' : 'dialog'}
        className={`hover:bg-line-soft hover:text-text ${className}`}
      >
        {icon}
      </IconButton>
      <div
        ref={panel}
        id={id}
        popover="auto"
        {...(isMenu ? {} : { role: 'dialog', 'aria-label': label })}
        onBeforeToggle={open}
        onToggle={close}
        style={place}
        className={`fixed inset-auto m-0 overflow-hidden rounded-xl border border-line bg-surface text-left whitespace-normal text-text shadow-xl ${width}`}
      >
        {place && (
          <div
            {...(isMenu && { role: 'menu', 'aria-label': label, tabIndex: -1, onKeyDown: move })}
          >
            {children(id)}
          </div>
        )}
        {place && below}
      </div>
    </>
  )
}

const ITEMS = '[role^=menuitem]:not(:disabled)'

/** A menu entry; with `isChecked`, one of several alternatives. */
export function MenuItem({
  isChecked,
  className = 'flex w-full items-center gap-3 px-3 py-1.5 text-left',
  ...rest
}: ComponentProps<'button'> & { isChecked?: boolean }) {
  return (
    <button
      type="button"
      role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChecked}
      tabIndex={-1}
      // Not "toggle": a dialog that the item opens closes the menu first.
      popoverTargetAction="hide"
      className={`hover:bg-sunken focus-visible:-outline-offset-2 disabled:cursor-default disabled:opacity-55 ${className}`}
      {...rest}
    />
  )
}

/** Right-aligned with the button, so that a panel at the end of a row stays on screen. */
function placeBeside({ top, bottom, right }: DOMRect): CSSProperties {
  const { clientWidth, clientHeight } = document.documentElement
  const fromRight = Math.max(MARGIN, clientWidth - right)
  const across = { right: fromRight, maxWidth: clientWidth - fromRight - MARGIN }
  return clientHeight - bottom < ROOM && top > clientHeight - bottom
    ? { bottom: clientHeight - top + 4, ...across }
    : { top: bottom + 4, ...across }
}
