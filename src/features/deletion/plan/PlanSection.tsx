import { type ReactNode, useId, useState } from 'react'
import { formatCount } from '../../../format/count.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { DigestText } from '../../../components/DigestMark.tsx'
import { TagNames } from '../../../components/TagNames.tsx'

/** A section of the plan with its heading. */
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

/** How many lines of a section are shown at first. */
const MOST_LINES = 5

/** The first lines of a list, and a button for the rest: thousands of them make a dialog slow. `label` names them. */
export function LongList<Item>({
  items,
  label,
  most = MOST_LINES,
  children,
}: {
  items: readonly Item[]
  label: string
  /** Rather one more line than a button for a single one. */
  most?: number
  children: (item: Item) => ReactNode
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, items.length > most + 1 ? most : items.length)
  return (
    <>
      {shown.map(children)}
      {shown.length < items.length && (
        <Button look="quiet" className="-ml-3 !text-accent" onClick={() => setWhole(true)}>
          Show all {formatCount(items.length)} {label}
        </Button>
      )}
    </>
  )
}

/** A line of the plan: what it is about, its digest and tags, and the reason on the right. */
export type PlanLine = {
  readonly key: string
  readonly what?: ReactNode
  readonly digest?: Digest | undefined
  readonly tags?: readonly Tag[]
  readonly reason: ReactNode
}

export function Lines({
  lines,
  ...rest
}: {
  lines: readonly PlanLine[]
  label: string
  most?: number
}) {
  return (
    <LongList items={lines} {...rest}>
      {({ key, ...line }) => <Line key={key} {...line} />}
    </LongList>
  )
}

/** Names on the left and the reason on the right, or below on a narrow screen. */
export function Line({
  as: Box = 'div',
  what,
  digest,
  tags = [],
  isGoing = false,
  reason,
}: Omit<PlanLine, 'key'> & { as?: 'div' | 'li'; isGoing?: boolean }) {
  return (
    <Box className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-1">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
        {what && <span>{what}</span>}
        <TagNames tags={tags} className={isGoing ? 'font-semibold text-danger' : ''} />
        {digest && <DigestText digest={digest} />}
      </span>
      <span className="ml-auto min-w-0 text-right text-soft">{reason}</span>
    </Box>
  )
}
