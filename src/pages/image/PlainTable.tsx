import type { ReactNode } from 'react'

/** A table with a name, a frame and columns of fixed width: values that come late move nothing. */
export function PlainTable({
  label,
  columns,
  head,
  children,
}: {
  label: string
  /** `<col>` elements. */
  columns: ReactNode
  /** Cells of the head row; none for a list of names and values. */
  head?: ReactNode
  children: ReactNode
}) {
  return (
    <table
      aria-label={label}
      className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-xl border border-line bg-surface [&>tbody>tr:last-child>*]:border-b-0"
    >
      <colgroup>{columns}</colgroup>
      {head && (
        <thead>
          <tr>{head}</tr>
        </thead>
      )}
      <tbody>{children}</tbody>
    </table>
  )
}
