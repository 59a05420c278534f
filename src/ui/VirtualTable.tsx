import { Fragment, type FocusEvent, type ReactNode, useMemo, useRef, useState } from 'react'
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

/** What the cells of a row may need to know of its place. */
export type RowPlace = {
  /** Columns that are there: what a cell over the whole row spans. */
  readonly span: number
  /** The reader sees it. Rows beyond the edges of the screen exist too, but need no details yet. */
  readonly isOnScreen: boolean
}

/** A row: its cells, and how they look together. */
export type Row = {
  readonly cells: ReactNode
  readonly className: string
  readonly isSelected?: boolean
}

/**
 * A table of any length that scrolls with the page: only the rows near the screen exist, and the one with the
 * focus. Rows have one fixed height, so nothing jumps when their values arrive.
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
  row: (index: number, place: RowPlace) => Row | undefined
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
  const [focused, setFocused] = useState<{ key: string; index: number }>()
  const kept = focused && findRow(focused, count, rowKey)
  const indexes = Array.from(
    { length: rendered.end - rendered.first },
    (_, index) => rendered.first + index,
  )
  if (kept !== undefined && kept < rendered.first) indexes.unshift(kept)
  if (kept !== undefined && kept >= rendered.end) indexes.push(kept)
  const follow = ({ target }: FocusEvent) => {
    const index = Number(target.closest('tr')?.getAttribute('aria-rowindex')) - 2
    if (index >= 0) setFocused({ key: rowKey(index), index })
  }
  const drawRow = (index: number) => {
    const isOnScreen = index >= onScreen.first && index < onScreen.end
    const { cells, className, isSelected } = row(index, { span: shown.length, isOnScreen }) ?? {}
    return (
      <tr
        aria-rowindex={index + 2}
        aria-selected={isSelected}
        style={{ height: offsetOf(index + 1) - offsetOf(index) }}
        className={className}
      >
        {cells}
      </tr>
    )
  }
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
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the focus is in a row */}
      <tbody ref={body} onFocus={follow}>
        {indexes.map((index, at) => (
          <Fragment key={rowKey(index)}>
            <Gap
              height={offsetOf(index) - offsetOf((indexes[at - 1] ?? -1) + 1)}
              span={shown.length}
            />
            {drawRow(index)}
          </Fragment>
        ))}
        <Gap height={offsetOf(count) - offsetOf((indexes.at(-1) ?? -1) + 1)} span={shown.length} />
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

/** Where a row is by now: others may have come before it. `undefined` where it is gone. */
function findRow(
  { key, index }: { key: string; index: number },
  count: number,
  rowKey: (index: number) => string,
): number | undefined {
  if (index < count && rowKey(index) === key) return index
  for (let at = 0; at < count; at += 1) if (rowKey(at) === key) return at
  return undefined
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
