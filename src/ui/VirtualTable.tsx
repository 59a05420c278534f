import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { type Breakpoint, fits, useBreakpoint } from './useBreakpoint.ts'

/** A column of fixed width. */
export type Column = {
  readonly key: string
  /** The head cell (`<HeadCell>`). */
  readonly head: ReactNode
  /** CSS width; the one column without takes what is left. */
  readonly width?: string
  /** The column is there from this width of the window on; its cells have the class `hidden …:table-cell`. */
  readonly from?: Breakpoint
}

/** What a row's `<tr>` has to take over, and what its cells may need. */
export type RowAttributes = {
  readonly key: string
  readonly 'aria-rowindex': number
  /** Pixels. */
  readonly height: number
  /** Columns that are there: what a cell over the whole row spans. */
  readonly span: number
}

/**
 * A table of any length that scrolls with the page: only the rows near the screen exist. Rows have one fixed
 * height, so nothing jumps when their values arrive.
 */
export function VirtualTable({
  label,
  columns,
  count,
  rowKey,
  row,
  rowHeight = 40,
  narrowRowHeight = rowHeight,
}: {
  label: string
  columns: readonly Column[]
  /** Rows in all. */
  count: number
  rowKey: (index: number) => string
  row: (index: number, attributes: RowAttributes) => ReactNode
  rowHeight?: number
  /** Below 640 px a row may need two lines. */
  narrowRowHeight?: number
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const breakpoint = useBreakpoint()
  const shown = columns.filter((column) => fits(breakpoint, column.from))
  const height = breakpoint === 'narrow' ? narrowRowHeight : rowHeight
  const [top, setTop] = useState(200)
  useLayoutEffect(() => {
    const rect = body.current?.getBoundingClientRect()
    if (rect) setTop(Math.round(rect.top + window.scrollY))
  }, [])
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by its functions
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    getItemKey: rowKey,
    overscan: 6,
    scrollMargin: top,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
  })
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height])
  const items = virtualizer.getVirtualItems()
  const before = (items[0]?.start ?? top) - top
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  return (
    <table
      aria-label={label}
      aria-rowcount={count + 1}
      className="w-full table-fixed border-separate border-spacing-0 overflow-clip rounded-xl border border-line bg-surface"
    >
      <colgroup>
        {shown.map(({ key, width }) => (
          <col key={key} {...(width ? { style: { width } } : {})} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {shown.map(({ key, head }) => (
            <Fragment key={key}>{head}</Fragment>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap height={before} span={shown.length} />
        {items.map((item) =>
          row(item.index, {
            key: String(item.key),
            'aria-rowindex': item.index + 2,
            height,
            span: shown.length,
          }),
        )}
        <Gap height={after} span={shown.length} />
      </tbody>
    </table>
  )
}

/** Stands for the rows that are not there. */
function Gap({ height, span }: { height: number; span: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- empty on purpose */}
      <td className="p-0" colSpan={span} style={{ height }} />
    </tr>
  ) : null
}
