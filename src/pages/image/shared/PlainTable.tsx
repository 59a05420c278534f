import type { ReactNode } from 'react'
import { HeadCell } from '../../../ui/cells.tsx'
import { ShowMore, useRowLimit } from '../../../ui/ShowMore.tsx'

type Column = {
  /** None in any column: a list of names and values, without a head row. */
  readonly head?: ReactNode
  readonly align?: 'right'
  /** Its width, and where it is hidden. */
  readonly className?: string
}

/**
 * A table with a name, a frame and columns of fixed width: values that come late move nothing. Of a long one
 * the first rows are drawn, the rest on demand.
 */
export function PlainTable<Row>({
  label,
  columns,
  rows,
  most,
  children,
}: {
  label: string
  columns: readonly Column[]
  rows: readonly Row[]
  /** Rows drawn at first, and with each step. */
  most: number
  /** Draws a row. */
  children: (row: Row, index: number) => ReactNode
}) {
  const limit = useRowLimit(most, rows.length)
  return (
    <>
      <table
        aria-label={label}
        className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-xl border border-line bg-surface [&>tbody>tr:last-child>*]:border-b-0"
      >
        <colgroup>
          {columns.map(({ className }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- columns never move
            <col key={index} className={className} />
          ))}
        </colgroup>
        {columns.some(({ head }) => head !== undefined) && (
          <thead>
            <tr>
              {columns.map(({ head, ...rest }, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns never move
                <HeadCell key={index} {...rest}>
                  {head}
                </HeadCell>
              ))}
            </tr>
          </thead>
        )}
        <tbody>{rows.slice(0, limit.shown).map(children)}</tbody>
      </table>
      <ShowMore limit={limit} count={rows.length} />
    </>
  )
}
