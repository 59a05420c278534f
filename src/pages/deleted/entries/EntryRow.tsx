import { memo, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { formatBytes, formatExactBytes } from '../../../format/bytes.ts'
import { formatMoment } from '../../../format/time.ts'
import { Age } from '../../../components/Age.tsx'
import { DigestText } from '../../../components/DigestMark.tsx'
import { TagNames } from '../../../components/TagNames.tsx'
import { restorations } from '../../../features/restore/restoring.ts'
import { settings } from '../../../queries/session/settings.ts'
import { paths } from '../../../routing/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { RestorationLines } from './RestorationLines.tsx'
import { describeEntry } from './describeEntry.ts'

/** The current state of an entry, if known. */
export function StateChip({ text }: { text: 'interrupted' | 'restored' | 'undone' }) {
  const look =
    text === 'interrupted' ? 'border-warning/40 text-warning' : 'border-ok/40 bg-ok/10 text-ok'
  return (
    <span className={`rounded-[5px] border px-1.5 text-[12px] leading-[18px] ${look}`}>{text}</span>
  )
}

/** What a row can do with its entries. */
export type RowActions = {
  readonly onSelect: (entries: readonly JournalEntry[], isSelected: boolean) => void
  readonly onRestore: (entries: readonly JournalEntry[]) => Promise<void>
}

/** What one deletion deleted of one image, and the button that restores it. */
export const EntryRow = memo(function EntryRow({
  entry,
  isInGroup,
  isSelected,
  onSelect,
  onRestore,
}: RowActions & {
  entry: JournalEntry
  /** The row above it already shows repository and time. */
  isInGroup: boolean
  isSelected: boolean
}) {
  const restoration = useSyncExternalStore(restorations.subscribe, () =>
    restorations.read().get(entry.id),
  )
  const { name, tags, attachmentTags, digest, facts, isAdded } = describeEntry(entry)
  const { repository, state } = entry
  const isRestored = state === 'restored'
  const date = new Date(entry.at)
  const age = <Age date={date} now={Date.now} />
  const size = !isAdded && (
    <span title={`${formatExactBytes(entry.size)} compressed`}>{formatBytes(entry.size)}</span>
  )
  const cell = `border-b border-line-soft align-top px-3 ${isInGroup ? 'py-1.5' : 'py-2.5'}`
  return (
    <tr aria-selected={isSelected} className="hover:bg-sunken aria-selected:bg-accent-soft">
      <td className={cell}>
        <Checkbox
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={(event) => onSelect([entry], event.target.checked)}
        />
      </td>
      <td className={`${cell} !pl-0 [overflow-wrap:anywhere]`}>
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
          {!isInGroup && (
            <Link to={paths.repository(repository)} className="font-semibold hover:underline">
              {repository}
            </Link>
          )}
          <TagNames
            tags={tags}
            className="font-semibold"
            most={8}
            others={['more tag', 'more tags']}
          />
          {tags.length === 0 && <span className="text-faint">untagged</span>}
          <TagNames
            tags={attachmentTags}
            className="font-semibold"
            most={0}
            others={['attachment tag', 'attachment tags']}
          />
          <span role="status">
            {state === 'open' && <StateChip text="interrupted" />}
            {isRestored && <StateChip text={isAdded ? 'undone' : 'restored'} />}
          </span>
        </div>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-soft">
          {digest && <DigestText digest={digest} />}
          <span>{facts.join(' · ')}</span>
          <span className={`sm:hidden ${isInGroup ? '' : 'basis-full'}`}>
            {!isInGroup && age}
            {!isInGroup && size && ' · '}
            {size}
          </span>
        </div>
        {restoration && <RestorationLines entry={entry} restoration={restoration} />}
      </td>
      <td className={`${cell} hidden sm:table-cell`}>
        {!isInGroup && (
          <>
            {age}
            <span className="block text-sm text-faint">{formatMoment(date)}</span>
          </>
        )}
      </td>
      <td className={`${cell} hidden text-right sm:table-cell`}>{size}</td>
      <td className={`${cell} text-right ${isInGroup ? '!py-0.5' : '!py-1'}`}>
        <Button
          look={isRestored ? 'quiet' : 'plain'}
          aria-label={`${isAdded ? 'Undo adding' : 'Restore'} ${name}${isRestored ? ' again' : ''}`}
          isOff={restoration?.kind === 'working' || settings.readOnly}
          onClick={() => void onRestore([entry])}
        >
          {isAdded ? 'Undo' : 'Restore'}
        </Button>
      </td>
    </tr>
  )
})
