import type { ReactNode } from 'react'
import { visibleText } from '../../../format/visibleText.ts'

/** A part of the page with a heading; `beside` and `about` (a few words) stand next to it. */
export function Section({
  title,
  beside,
  about = '',
  children,
}: {
  title: string
  beside?: ReactNode
  about?: string
  children: ReactNode
}) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center gap-x-3">
        <h2 className="text-lg font-semibold">{title}</h2>
        {beside}
        <span className="text-sm [overflow-wrap:anywhere] text-soft">
          {visibleText(about, 300)}
        </span>
      </div>
      {children}
    </section>
  )
}
