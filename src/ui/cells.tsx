import type { ClipboardEvent, ComponentProps, ReactNode } from 'react'

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
          className={`relative h-9 min-w-6 rounded font-medium hover:text-text focus-visible:-outline-offset-2 ${ALIGN[align]}`}
        >
          {children}
          <span
            aria-hidden
            className={`absolute top-2 text-accent ${align === 'right' ? '-left-4' : '-right-4'}`}
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

/** Characters of a long name that are always shown at its end. */
const TAIL = 12

/**
 * A name in one line. Where it has no room it is cut before its end: that is where names differ. What is around it
 * has to give it the room that there is (`flex min-w-0`), and its whole name to screen readers.
 */
export function CutName({ name }: { name: string }) {
  const head = name.slice(0, -TAIL)
  if (head.length < TAIL) return <span className="truncate">{name}</span>
  return (
    <span className="contents" onCopy={copyAsOneLine}>
      <span className="min-w-0 truncate">{head}</span>
      <span className="shrink-0">{name.slice(-TAIL)}</span>
    </span>
  )
}

/** Browsers put a line break between two boxes. */
function copyAsOneLine(event: ClipboardEvent): void {
  const text = getSelection()?.toString() ?? ''
  event.clipboardData.setData('text/plain', text.replaceAll('\n', ''))
  event.preventDefault()
}

/** Stands where a value will be. It keeps still: a screen full of moving bars is slower to draw than the values. */
export function Waiting({ width = '4rem' }: { width?: string }) {
  return (
    <span
      aria-hidden
      className="inline-block h-2.5 rounded bg-line align-middle"
      style={{ width }}
    />
  )
}
