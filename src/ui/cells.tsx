import type { ComponentProps, ReactNode } from 'react'

const ALIGN = { left: 'text-left', right: 'text-right' } as const

/** A header cell; with `sort` it is a button that sorts and shows the direction. */
export function HeadCell({
  align = 'left',
  className = '',
  sort,
  children,
}: {
  align?: keyof typeof ALIGN
  className?: string
  /** `isDescending`: set if the table is sorted by this column. */
  sort?: { isDescending?: boolean; onSort: () => void }
  children?: ReactNode
}) {
  const isSorted = sort?.isDescending !== undefined
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
      className={`h-9 border-b border-line px-3 text-sm font-medium whitespace-nowrap text-soft ${ALIGN[align]} ${className}`}
    >
      {sort ? (
        <button
          type="button"
          onClick={sort.onSort}
          className="relative rounded font-medium hover:text-text"
        >
          {children}
          <span
            aria-hidden
            className={`absolute top-0 text-accent ${align === 'right' ? '-left-4' : '-right-4'}`}
          >
            {isSorted && (sort.isDescending ? '↓' : '↑')}
          </span>
        </button>
      ) : (
        children
      )}
    </th>
  )
}

/** A one-line body cell; overflowing text gets an ellipsis. */
export function Cell({
  align = 'left',
  className = '',
  ...rest
}: ComponentProps<'td'> & { align?: keyof typeof ALIGN }) {
  return (
    <td
      className={`truncate border-b border-line-soft px-3 ${ALIGN[align]} ${className}`}
      {...rest}
    />
  )
}

/** A placeholder for a value. Not animated: a screen full of moving bars renders slower than the values. */
export function Waiting({ width = '4rem' }: { width?: string }) {
  return (
    <span
      aria-hidden
      className="inline-block h-2.5 rounded bg-line align-middle"
      style={{ width }}
    />
  )
}
