import { type ComponentProps, type FocusEvent, Fragment, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { HeadCell } from './cells.tsx'
import { type Breakpoint, fits, useBreakpoint } from './useBreakpoint.ts'
import { useRowKeys } from './useRowKeys.ts'
import { useRowWindow } from './useRowWindow.ts'

/** A column of fixed width, with the properties of its header cell. */
export type Column = ComponentProps<typeof HeadCell> & {
  /** CSS width; the one column without it takes the rest. */
  readonly width?: string
  /** Shown from this window width up; its cells have the class `hidden …:table-cell`. */
  readonly from?: Breakpoint
}

/** What a row's cells may need to know about their position. */
export type RowPlace = {
  /** The number of visible columns, for a cell that spans the row. */
  readonly span: number
  /** Visible to the user. Rows beyond the screen's edges are rendered too, but need no details yet. */
  readonly isOnScreen: boolean
}

/** Pixels of a row; below 640 px some have more lines. */
const [ONE_LINE, MORE_LINES] = [40, 68]

/**
 * A table of any length that scrolls with the page: only the rows near the screen exist, and the one with the
 * focus. Rows have one fixed height, so nothing jumps when their values arrive. They are one Tab stop; arrow keys go
 * through them.
 */
export function VirtualTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  hasOneLine,
  children,
}: {
  label: string
  columns: readonly Column[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** It needs one line on a narrow screen, too. */
  hasOneLine: (row: Row) => boolean
  children: (
    row: Row,
    place: RowPlace,
  ) => Pick<ComponentProps<'tr'>, 'className' | 'aria-selected' | 'children'>
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const breakpoint = useBreakpoint()
  const shown = columns.filter((column) => fits(breakpoint, column.from))
  const isNarrow = breakpoint === 'narrow'
  // The top of each row, and the bottom of the last.
  const offsets = useMemo(() => {
    const sums = [0]
    if (isNarrow) {
      for (const row of rows)
        sums.push((sums.at(-1) ?? 0) + (hasOneLine(row) ? ONE_LINE : MORE_LINES))
    }
    return sums
  }, [isNarrow, hasOneLine, rows])
  const offsetOf = (index: number) => offsets[index] ?? index * ONE_LINE
  const { rendered, onScreen } = useRowWindow(body, rows.length, offsetOf)
  const [focused, setFocused] = useState<{ key: string; index: number }>()
  // The focused row's current position: others may have been inserted before it.
  const isThere = (row: Row | undefined) => row !== undefined && keyOf(row) === focused?.key
  const kept = !focused
    ? -1
    : isThere(rows[focused.index])
      ? focused.index
      : rows.findIndex(isThere)
  const indexes = Array.from(
    { length: rendered.end - rendered.first },
    (_, index) => rendered.first + index,
  )
  if (kept >= 0 && kept < rendered.first) indexes.unshift(kept)
  if (kept >= rendered.end) indexes.push(kept)
  const keep = (index: number) => {
    const row = rows[index]
    if (row !== undefined) setFocused({ key: keyOf(row), index })
  }
  const { noteFocus, move } = useRowKeys(body, {
    count: rows.length,
    first: onScreen.first,
    goTo: (index) => flushSync(() => keep(index)),
  })
  const follow = ({ target }: FocusEvent) => {
    noteFocus(target)
    keep(Number(target.closest('tr')?.getAttribute('aria-rowindex')) - 2)
  }
  /** Stands for the rows that are not there. */
  const drawGap = (from: number, to: number) =>
    to > from && (
      <tr aria-hidden>
        {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- empty on purpose */}
        <td
          className="p-0"
          colSpan={shown.length}
          style={{ height: offsetOf(to) - offsetOf(from) }}
        />
      </tr>
    )
  return (
    <table
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="w-full table-fixed border-separate border-spacing-0 overflow-clip rounded-xl border border-line bg-surface"
    >
      <colgroup>
        {shown.map(({ width }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- columns never move
          <col key={index} {...(width ? { style: { width } } : {})} />
        ))}
      </colgroup>
      <thead className="sticky top-13 z-10 bg-surface">
        <tr aria-rowindex={1}>
          {shown.map((column, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- columns never move
            <HeadCell key={index} {...column} />
          ))}
        </tr>
      </thead>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the focus is in a row */}
      <tbody
        ref={body}
        onFocus={follow}
        onKeyDown={move}
        className="[&>tr:last-child>td]:border-b-0"
      >
        {indexes.map((index, at) => {
          const row = rows[index]
          if (row === undefined) return null
          const isOnScreen = index >= onScreen.first && index < onScreen.end
          return (
            <Fragment key={keyOf(row)}>
              {drawGap((indexes[at - 1] ?? -1) + 1, index)}
              <tr
                aria-rowindex={index + 2}
                style={{ height: offsetOf(index + 1) - offsetOf(index) }}
                {...children(row, { span: shown.length, isOnScreen })}
              />
            </Fragment>
          )
        })}
        {drawGap((indexes.at(-1) ?? -1) + 1, rows.length)}
      </tbody>
    </table>
  )
}
