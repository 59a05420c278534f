import { PlainTable } from './PlainTable.tsx'
import { StrangerLink, StrangerText } from './StrangerText.tsx'

/** Names and values that somebody pushed: annotations, labels, environment. Nothing where there are none. */
export function AnnotationTable({
  title,
  label = title,
  entries,
}: {
  title: string
  /** Accessible name of the table. */
  label?: string
  entries: readonly (readonly [name: string, value: string])[]
}) {
  if (entries.length === 0) return null
  return (
    <section>
      <h2 className="mb-2 text-lg font-semibold">{title}</h2>
      <PlainTable label={label} columns={[{ className: 'sm:w-80' }, {}]} rows={entries} most={100}>
        {([name, value], index) => (
          <tr
            // An environment may name one twice.
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
    </section>
  )
}
