import { useState } from 'react'
import { formatCount } from '../../format/count.ts'
import { Button } from '../../ui/Button.tsx'
import { PlainTable } from './PlainTable.tsx'
import { StrangerLink, StrangerText } from './StrangerText.tsx'

const ROWS = 100

/** Names and values that somebody pushed: annotations, labels, environment. Nothing where there are none. */
export function AnnotationTable({
  title,
  label,
  entries,
}: {
  title: string
  /** Accessible name of the table. */
  label: string
  entries: readonly (readonly [name: string, value: string])[]
}) {
  const [isWhole, setWhole] = useState(false)
  if (entries.length === 0) return null
  const drawn = isWhole ? entries : entries.slice(0, ROWS)
  return (
    <section>
      <h2 className="mb-2 text-lg font-semibold">{title}</h2>
      <PlainTable
        label={label}
        columns={
          <>
            <col className="sm:w-80" />
            <col />
          </>
        }
      >
        {drawn.map(([name, value], index) => (
          <tr
            // oxlint-disable-next-line react/no-array-index-key -- an environment may name one twice
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
        ))}
      </PlainTable>
      {drawn.length < entries.length && (
        <p className="mt-2 flex items-center gap-3 text-soft">
          The first {ROWS} of {formatCount(entries.length)} are shown.
          <Button onClick={() => setWhole(true)}>Show all</Button>
        </p>
      )}
    </section>
  )
}
