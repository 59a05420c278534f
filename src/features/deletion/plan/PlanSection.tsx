import { type ReactNode, useId, useState } from 'react'
import { formatCount } from '../../../format/count.ts'
import { sortTags } from '../../../format/tagOrder.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DigestMark } from '../../../components/DigestMark.tsx'

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

const MOST_ITEMS = 100

/** The first hundred of a list, and a button for the others: thousands of lines make a dialog slow. */
export function LongList<Item>({
  items,
  label,
  children,
}: {
  items: readonly Item[]
  /** What they are, in the plural. */
  label: string
  children: (item: Item) => ReactNode
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, MOST_ITEMS)
  return (
    <>
      {shown.map(children)}
      {shown.length < items.length && (
        <Button look="quiet" onClick={() => setWhole(true)}>
          Show all {formatCount(items.length)} {label}
        </Button>
      )}
    </>
  )
}

/** A line of the plan: what it is of, its digest, its tags, and on the right the reason. */
export type PlanLine = {
  readonly key: string
  readonly what?: ReactNode
  readonly digest?: Digest | undefined
  readonly tags?: readonly Tag[]
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
  as: Box = 'div',
  what,
  digest,
  tags = [],
  isGoing = false,
  reason,
  children,
}: Omit<PlanLine, 'key'> & { as?: 'div' | 'li'; isGoing?: boolean; children?: ReactNode }) {
  return (
    <Box className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-1">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5">
        {what && <span>{what}</span>}
        {digest && <DigestMark digest={digest} />}
        <TagNames tags={tags} isGoing={isGoing} />
        {children}
      </span>
      <span className="ml-auto min-w-0 text-right text-soft">{reason}</span>
    </Box>
  )
}

const MOST_TAGS = 24
/** More than these would take a while to be put in order. */
const MOST_SORTED = 500

/** Tags in a row, in the order of the list of tags. Of very many the first ones, and a way to see the others. */
export function TagNames({ tags, isGoing = false }: { tags: readonly Tag[]; isGoing?: boolean }) {
  const sorted = tags.length > MOST_SORTED ? tags : sortTags(tags)
  const name = (tag: Tag) => (
    <bdi
      key={tag}
      className={`font-mono text-sm break-all ${isGoing ? 'font-semibold text-danger' : ''}`}
    >
      {tag}
    </bdi>
  )
  return (
    <>
      {sorted.slice(0, MOST_TAGS).map(name)}
      {sorted.length > MOST_TAGS && (
        <details className="basis-full">
          <summary className="cursor-pointer text-sm text-soft">
            {sorted.length - MOST_TAGS} more
          </summary>
          <span className="flex flex-wrap gap-x-2">{sorted.slice(MOST_TAGS).map(name)}</span>
        </details>
      )}
    </>
  )
}
