import { useCallback, useDeferredValue, useMemo, useState, useSyncExternalStore } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { findLargeRestore, restoreRuns } from '../../../features/restore/restoring.ts'
import { useSearchText } from '../../../components/useSearchText.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterField } from '../../../ui/FilterField.tsx'
import { ShowMore, useRowLimit } from '../../../ui/ShowMore.tsx'
import { EntrySelectionBar } from './EntrySelectionBar.tsx'
import { EntryTable } from './EntryTable.tsx'
import { matchesEntry } from './describeEntry.ts'
import { RestoreBar } from './RestoreBar.tsx'

/** Rows at first, and with each step. */
const STEP = 100

/** The entries with a filter, and what can be done with many at once. */
export function EntryList({ entries }: { entries: readonly JournalEntry[] }) {
  const [text, setText] = useSearchText('q')
  const query = useDeferredValue(text)
  const found = useMemo(
    () => entries.filter((entry) => matchesEntry(entry, query)),
    [entries, query],
  )
  const limit = useRowLimit(STEP, found.length)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const select = useCallback((ids: readonly string[], isSelected: boolean) => {
    setChosen((before) => {
      const after = new Set(before)
      for (const id of ids)
        if (isSelected) after.add(id)
        else after.delete(id)
      return after
    })
  }, [])
  // What another page forgot meanwhile is selected no more.
  const selected = entries.filter(({ id }) => chosen.has(id))
  // Its steps are the bar's alone: there are thousands of them.
  const isRestoring = useSyncExternalStore(
    restoreRuns.subscribe,
    () => findLargeRestore() !== undefined,
  )
  const shown = new Set(found.map(({ id }) => id))
  return (
    <>
      <div className="my-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <FilterField label="Filter: repository, tag or digest" value={text} onChange={setText} />
        <p className="text-soft" aria-live="polite">
          {found.length === entries.length
            ? formatCounted(entries.length, 'entry', 'entries')
            : `${formatCount(found.length)} of ${formatCounted(entries.length, 'entry', 'entries')}`}
        </p>
      </div>
      {found.length === 0 ? (
        <EmptyState
          title={`Nothing here matches “${visibleText(query, 200)}”`}
          action={<Button onClick={() => setText('')}>Clear the filter</Button>}
        />
      ) : (
        <EntryTable entries={found.slice(0, limit.shown)} selected={chosen} onSelect={select} />
      )}
      <ShowMore limit={limit} count={found.length} />
      {isRestoring && <RestoreBar />}
      {!isRestoring && selected.length > 0 && (
        <EntrySelectionBar
          selected={selected}
          notShown={selected.filter(({ id }) => !shown.has(id)).length}
          onClear={() => setChosen(new Set())}
        />
      )}
    </>
  )
}
