import type { ReactNode } from 'react'
import { HeadCell } from '../../../ui/cells.tsx'
import { ShowMore, useRowLimit } from '../../../ui/ShowMore.tsx'
import { Section } from './Section.tsx'
import { StrangerLink, StrangerText } from './StrangerText.tsx'

type Column = {
  /** If no column has one, there is no header row. */
  readonly head?: ReactNode
  readonly align?: 'right'
  /** Its width, and when it is hidden. */
  readonly className?: string
}

/**
 * A table with a name, a frame and columns of fixed width, so that late values don't move anything. Of a long table
 * only the first rows are shown; the rest on demand.
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
  /** Rows shown at first, and added with each step. */
  most: number
  children: (row: Row, index: number) => ReactNode
}) {
  const limit = useRowLimit(most, rows.length)
  return (
    <div>
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
    </div>
  )
}

/** Names and values that somebody pushed: annotations, labels, environment. Nothing if there are none. */
export function AnnotationTable({
  title,
  label = title,
  entries,
}: {
  title: string
  label?: string
  entries: readonly (readonly [name: string, value: string])[]
}) {
  if (entries.length === 0) return null
  return (
    <Section title={title}>
      <PlainTable
        label={label}
        columns={[{ className: 'sm:w-80' }, { className: 'max-sm:hidden' }]}
        rows={entries}
        most={100}
      >
        {([name, value], index) => (
          <tr
            // An environment may contain a name twice.
            key={`${index} ${name}`}
            className="align-top max-sm:grid max-sm:border-b max-sm:border-line-soft max-sm:py-1 max-sm:last:border-b-0"
          >
            <th
              scope="row"
              className="px-3 py-2 text-left font-mono text-sm font-normal text-soft max-sm:py-1 sm:border-b sm:border-line-soft"
            >
              <StrangerText text={name} limit={300} />
            </th>
            <td className="px-3 py-2 font-mono text-sm max-sm:py-1 sm:border-b sm:border-line-soft">
              <StrangerLink text={value} />
            </td>
          </tr>
        )}
      </PlainTable>
    </Section>
  )
}
