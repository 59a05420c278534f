import { type ReactNode, useEffect, useRef, useState } from 'react'
import { NavigationType, useNavigationType } from 'react-router'
import { isTyping } from '../ui/isTyping.ts'

/**
 * The frame of every page's content: the document's title, the heading (with more than the title, if need be), and
 * the focus, which moves to the heading when another page is opened (so that a screen reader says where one is).
 */
export function Page({
  title,
  heading,
  above,
  beside,
  actions,
  children,
}: {
  title: string
  heading?: ReactNode
  above?: ReactNode
  beside?: ReactNode
  /** At the right end of the heading's line, on a narrow screen too. */
  actions?: ReactNode
  children: ReactNode
}) {
  const cameBy = useNavigationType()
  // The first page of a visit leaves the focus where the browser has it.
  const [isOpenedByLink] = useState(cameBy !== NavigationType.Pop)
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // A page that comes late leaves it where somebody types by then.
    if (isOpenedByLink && !isTyping()) ref.current?.focus({ preventScroll: true })
  }, [isOpenedByLink])
  return (
    <main id="main" className="mx-auto max-w-[1320px] px-3 pt-3 pb-28 sm:px-6">
      <title>{`${title} · Homeport`}</title>
      {above}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1
          ref={ref}
          tabIndex={-1}
          className={`min-w-0 text-xl font-semibold tracking-tight break-words ${actions ? 'max-w-[calc(100%-100px)]' : ''}`}
        >
          {heading ?? title}
        </h1>
        {beside}
        {actions && <div className="ml-auto flex gap-2">{actions}</div>}
      </div>
      {children}
    </main>
  )
}
