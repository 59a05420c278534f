import { Fragment, type ReactNode, useMemo, useRef } from 'react'
import { type Breakpoint, fits, useBreakpoint } from './useBreakpoint.ts'
import { useRowWindow } from './useRowWindow.ts'

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
  /** The reader sees it. Rows beyond the edges of the screen exist too, but need no details yet. */
  readonly isOnScreen: boolean
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
  hasOneLine,
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
  /** Rows that need no second line there either. */
  hasOneLine?: (index: number) => boolean
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const breakpoint = useBreakpoint()
  const shown = columns.filter((column) => fits(breakpoint, column.from))
  const isNarrow = breakpoint === 'narrow'
  const offsets = useMemo(
    () => (isNarrow && hasOneLine ? sumHeights(count, hasOneLine, rowHeight, narrowRowHeight) : []),
    [isNarrow, hasOneLine, count, rowHeight, narrowRowHeight],
  )
  const height = isNarrow ? narrowRowHeight : rowHeight
  const offsetOf = (index: number) => offsets[index] ?? index * height
  const { rendered, onScreen } = useRowWindow(body, count, offsetOf)
  const items = Array.from(
    { length: rendered.end - rendered.first },
    (_, index) => rendered.first + index,
  )
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
      <thead className="sticky top-13 z-10 bg-surface">
        <tr aria-rowindex={1}>
          {shown.map(({ key, head }) => (
            <Fragment key={key}>{head}</Fragment>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap height={offsetOf(rendered.first)} span={shown.length} />
        {items.map((index) =>
          row(index, {
            key: rowKey(index),
            'aria-rowindex': index + 2,
            height: offsetOf(index + 1) - offsetOf(index),
            span: shown.length,
            isOnScreen: index >= onScreen.first && index < onScreen.end,
          }),
        )}
        <Gap height={offsetOf(count) - offsetOf(rendered.end)} span={shown.length} />
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

/** Where each row begins, and behind the last one where it ends. */
function sumHeights(
  count: number,
  hasOneLine: (index: number) => boolean,
  oneLine: number,
  twoLines: number,
): readonly number[] {
  const offsets = [0]
  for (let index = 0; index < count; index += 1) {
    offsets.push((offsets[index] ?? 0) + (hasOneLine(index) ? oneLine : twoLines))
  }
  return offsets
}
