import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { HeadCell } from '../../../ui/cells.tsx'
import { EntryRow } from './EntryRow.tsx'

/** The entries, the newest first. Rows grow where something has to be said of them. */
export function EntryTable({
  entries,
  selected,
  onSelect,
}: {
  entries: readonly JournalEntry[]
  selected: ReadonlySet<string>
  onSelect: (ids: readonly string[], isSelected: boolean) => void
}) {
  const ids = entries.map(({ id }) => id)
  const count = ids.filter((id) => selected.has(id)).length
  return (
    <table
      aria-label="Deleted"
      className="w-full table-fixed border-separate border-spacing-0 overflow-clip rounded-xl border border-line bg-surface"
    >
      <thead className="sticky top-13 z-10 bg-surface">
        <tr>
          <HeadCell className="w-10">
            <Checkbox
              aria-label="Select all that are shown"
              checked={count > 0 && count === ids.length}
              isPartly={count > 0 && count < ids.length}
              onChange={(event) => onSelect(ids, event.target.checked)}
            />
          </HeadCell>
          <HeadCell className="!pl-0">What</HeadCell>
          <HeadCell className="hidden w-56 sm:table-cell">When</HeadCell>
          <HeadCell align="right" className="hidden w-24 sm:table-cell">
            Size
          </HeadCell>
          <HeadCell className="w-26 sm:w-28">
            <span className="sr-only">What can be done</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            isSelected={selected.has(entry.id)}
            onSelect={onSelect}
          />
        ))}
      </tbody>
    </table>
  )
}
