import { type ReactNode, useId } from 'react'
import { sortTags } from '../../../format/tagOrder.ts'
import type { Tag } from '../../../registry/names.ts'

/** A part of the plan under its heading. */
export function PlanSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="-mx-5 border-t border-line-soft px-5 py-3 last:-mb-3">
      <h3 id={id} className="mb-1 text-sm font-semibold text-soft">
        {title}
      </h3>
      {children}
    </section>
  )
}

/** Names on the left, the reason on the right; below each other where it is narrow. */
export function Line({ reason, children }: { reason: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-1">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5">{children}</span>
      <span className="ml-auto min-w-0 text-right text-soft">{reason}</span>
    </div>
  )
}

const MOST = 24
/** More than these would take a while to be put in order. */
const MOST_SORTED = 500

/** Tags in a row, in the order of the list of tags. Of very many the first ones, and a way to see the others. */
export function TagNames({ tags, isGoing = false }: { tags: readonly Tag[]; isGoing?: boolean }) {
  const look = isGoing ? 'font-semibold text-danger' : ''
  const name = (tag: Tag) => (
    <bdi key={tag} className={`font-mono text-sm break-all ${look}`}>
      {tag}
    </bdi>
  )
  const sorted = tags.length > MOST_SORTED ? tags : sortTags(tags)
  if (sorted.length <= MOST) return sorted.map(name)
  return (
    <>
      {sorted.slice(0, MOST).map(name)}
      <details className="basis-full">
        <summary className="cursor-pointer text-sm text-soft">{sorted.length - MOST} more</summary>
        <span className="flex flex-wrap gap-x-2">{sorted.slice(MOST).map(name)}</span>
      </details>
    </>
  )
}
