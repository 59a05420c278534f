import { Link } from 'react-router'
import { Age } from '../../../components/Age.tsx'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { formatMoment } from '../../../format/time.ts'
import { settings } from '../../../queries/session/settings.ts'
import { paths } from '../../../routing/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { SelectAll } from '../../../ui/Checkbox.tsx'
import { type RowActions, StateChip } from './EntryRow.tsx'
import { describeEntry } from './describeEntry.ts'

/** Above the entries of one deletion: when it happened, and a button that restores all of it. */
export function GroupRow({
  entries,
  selected,
  onSelect,
  onRestore,
}: RowActions & {
  entries: readonly JournalEntry[]
  /** How many of them are selected. */
  selected: number
}) {
  const [first] = entries
  if (!first) return null
  const left = entries.filter(({ state }) => state !== 'restored')
  const isBegun = left.length < entries.length
  const count = countTags(left)
  const date = new Date(first.at)
  const cell = 'border-b border-line-soft bg-sunken py-2 px-3'
  return (
    <tr>
      <td className={cell}>
        <SelectAll
          label={`Select all ${formatCount(entries.length)} entries of one deletion`}
          selected={selected}
          count={entries.length}
          onChange={(isSelected) => onSelect(entries, isSelected)}
        />
      </td>
      <td className={`${cell} !pl-0 [overflow-wrap:anywhere]`}>
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
          <Link to={paths.repository(first.repository)} className="font-semibold hover:underline">
            {first.repository}
          </Link>
          <span>{formatCounted(countTags(entries), 'tag')}</span>
          {left.length === 0 && <StateChip text="restored" />}
          {isBegun && left.length > 0 && (
            <span className="text-sm text-soft">{formatCount(count)} not restored</span>
          )}
        </div>
        <span className="text-sm text-soft sm:hidden">
          <Age date={date} now={Date.now} />
        </span>
      </td>
      <td colSpan={2} className={`${cell} hidden sm:table-cell`}>
        <Age date={date} now={Date.now} />{' '}
        <span className="ml-1 text-sm text-faint">{formatMoment(date)}</span>
      </td>
      <td className={`${cell} !py-1 text-right`}>
        {left.length > 0 && (
          <Button isOff={settings.readOnly} onClick={() => void onRestore(left)}>
            Restore {isBegun ? 'other ' : 'all '}
            {formatCount(count)}
          </Button>
        )}
      </td>
    </tr>
  )
}

/** The number of tags; an entry without a tag counts as one. */
function countTags(entries: readonly JournalEntry[]): number {
  return entries.reduce((sum, entry) => sum + Math.max(1, describeEntry(entry).tags.length), 0)
}
