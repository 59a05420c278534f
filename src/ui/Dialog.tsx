import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from 'react'

/**
 * A modal dialog: focus stays inside, Esc closes it (unless `mayClose` is false), and focus returns to where it was,
 * or to the page's heading.
 * It is open as long as it is rendered, so `onClose` must remove it.
 */
export function Dialog({
  title,
  onClose,
  mayClose = true,
  width = 640,
  isSteady = false,
  children,
}: {
  title: ReactNode
  onClose: () => void
  mayClose?: boolean
  /** Maximum width in pixels. */
  width?: number
  /** Keeps its height, so that buttons stay in place while more content arrives. */
  isSteady?: boolean
  children: ReactNode
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    // A menu that it was opened from would lie under it; the focus goes back to its button.
    for (const menu of document.querySelectorAll<HTMLElement>(':popover-open')) menu.hidePopover()
    const before = document.activeElement
    dialog?.showModal()
    return () => {
      dialog?.close()
      // What it was opened from may be gone, as a deleted row is.
      const back = before?.isConnected ? before : document.querySelector('#main h1')
      if (back instanceof HTMLElement) back.focus({ preventScroll: back !== before })
    }
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !mayClose) event.preventDefault()
      }}
      onCancel={(event) => {
        if (!mayClose) event.preventDefault()
      }}
      onClose={() => {
        // The event comes late: the dialog may already be open again.
        if (ref.current?.open !== false) return
        if (mayClose) onClose()
        // Chromium closes it anyway if Esc is pressed repeatedly.
        else ref.current.showModal()
      }}
      style={{ '--dialog': `${width}px` } as CSSProperties}
      className={`${isSteady ? 'h-152' : ''} fixed inset-0 m-auto hidden max-h-[calc(100dvh-48px)] w-full max-w-[min(var(--dialog),calc(100vw-24px))] flex-col overflow-hidden rounded-2xl max-sm:mb-0 max-sm:max-h-[calc(100dvh-24px)] max-sm:max-w-full max-sm:rounded-b-none border border-line bg-surface text-left text-base whitespace-normal text-text shadow-2xl backdrop:bg-black/40 open:flex`}
    >
      <h2 id={titleId} className="px-5 pt-4 pb-1 text-lg font-semibold break-words">
        {title}
      </h2>
      {children}
    </dialog>
  )
}

/** The scrolling part of a dialog. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-0.5 pb-4">{children}</div>
}

/** The buttons at the bottom of a dialog. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line-soft px-5 py-3 max-sm:px-4 max-sm:*:h-11 max-sm:*:grow">
      {children}
    </div>
  )
}
