import { type ReactNode, useId } from 'react'
import { sortTags } from '../../../format/tagOrder.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { DigestMark } from '../../../components/DigestMark.tsx'
import { LongList } from './LongList.tsx'

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

/** A line of the plan: what it is of, its digest, its tags, and on the right the reason. */
export type PlanLine = {
  readonly key: string
  readonly what?: ReactNode
  readonly digest?: Digest | undefined
  readonly tags?: readonly Tag[]
  readonly isGoing?: boolean
  readonly reason: ReactNode
}

/** Lines of the plan, many of them folded; `label` says what they are, in the plural. */
export function Lines({ lines, label }: { lines: readonly PlanLine[]; label: string }) {
  return (
    <LongList items={lines} label={label}>
      {({ key, ...line }) => <Line key={key} {...line} />}
    </LongList>
  )
}

/** Names on the left, the reason on the right; below each other where it is narrow. */
export function Line({
  what,
  digest,
  tags = [],
  isGoing,
  reason,
  children,
}: Omit<PlanLine, 'key'> & { children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-1">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5">
        {what && <span>{what}</span>}
        {digest && <DigestMark digest={digest} />}
        <TagNames tags={tags} isGoing={isGoing} />
        {children}
      </span>
      <span className="ml-auto min-w-0 text-right text-soft">{reason}</span>
    </div>
  )
}

const MOST = 24
/** More than these would take a while to be put in order. */
const MOST_SORTED = 500

/** Tags in a row, in the order of the list of tags. Of very many the first ones, and a way to see the others. */
export function TagNames({
  tags,
  isGoing,
}: {
  tags: readonly Tag[]
  isGoing?: boolean | undefined
}) {
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
