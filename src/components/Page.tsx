import { type ReactNode, useEffect, useRef, useState } from 'react'
import { NavigationType, useNavigationType } from 'react-router'
import { isTyping } from '../ui/isTyping.ts'

/**
 * The frame around every page's content: the document's title and the heading, which may show more than the title.
 * When another page is opened, the heading gets the focus, so that a screen reader announces the page.
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
  /** Always at the right end of the heading's line, even on a narrow screen. */
  actions?: ReactNode
  children: ReactNode
}) {
  const cameBy = useNavigationType()
  // On the first page of a visit the browser decides where the focus is.
  const [isOpenedByLink] = useState(cameBy !== NavigationType.Pop)
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // If somebody is already typing when the page arrives, the focus stays there.
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
