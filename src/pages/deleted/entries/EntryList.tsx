import { useQueryClient } from '@tanstack/react-query'
import { Fragment, useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { JournalEntry } from '../../../deletion/journal/journal.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { restore } from '../../../features/restore/restoring.ts'
import { useSearchText } from '../../../components/useSearchText.ts'
import { Button } from '../../../ui/Button.tsx'
import { HeadCell } from '../../../ui/cells.tsx'
import { SelectAll } from '../../../ui/Checkbox.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterField } from '../../../ui/FilterField.tsx'
import { ShowMore, useRowLimit } from '../../../ui/ShowMore.tsx'
import { EntryBar } from './EntryBar.tsx'
import { EntryRow } from './EntryRow.tsx'
import { GroupRow } from './GroupRow.tsx'
import { groupEntries, matchesEntry } from './describeEntry.ts'

/** Rows shown at first, and added with each step. */
const STEP = 100

/** The entries grouped by deletion, newest first, with a filter and the actions for many at once. */
export function EntryList({ entries }: { entries: readonly JournalEntry[] }) {
  const queryClient = useQueryClient()
  const [text, setText] = useSearchText('q')
  const query = useDeferredValue(text)
  const found = useMemo(
    () => entries.filter((entry) => matchesEntry(entry, query)),
    [entries, query],
  )
  const groups = useMemo(() => groupEntries(found), [found])
  const limit = useRowLimit(STEP, found.length)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const select = useCallback((some: readonly JournalEntry[], isSelected: boolean) => {
    const ids = new Set(some.map(({ id }) => id))
    setChosen(
      (before) =>
        new Set([...before].filter((id) => !ids.has(id)).concat(isSelected ? [...ids] : [])),
    )
  }, [])
  const bringBack = useCallback(
    async (some: readonly JournalEntry[]) => {
      const restored = await restore(queryClient, some)
      if ('error' in restored) return
      const { entries: ends } = restored.report
      const whole = new Set(ends.flatMap(({ id, isWhole }) => (isWhole ? [id] : [])))
      select(
        some.filter(({ id }) => whole.has(id)),
        false,
      )
    },
    [queryClient, select],
  )
  // An entry that another page has removed is no longer selected.
  const selected = entries.filter(({ id }) => chosen.has(id))
  const ids = new Set(found.map(({ id }) => id))
  const shown = groups.flat().slice(0, limit.shown)
  const isShown = new Set(shown)
  const count = shown.filter(({ id }) => chosen.has(id)).length
  const all = formatCounted(entries.length, 'entry', 'entries')
  return (
    <>
      <div className="my-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <FilterField label="Filter: repository, tag, digest" value={text} onChange={setText} />
        <p className="text-soft" aria-live="polite">
          {found.length === entries.length ? all : `${formatCount(found.length)} of ${all}`}
        </p>
      </div>
      {found.length === 0 ? (
        <EmptyState
          title={`Nothing here matches “${visibleText(query, 200)}”`}
          action={<Button onClick={() => setText('')}>Clear the filter</Button>}
        />
      ) : (
        <table
          aria-label="Deleted"
          className="w-full table-fixed border-separate border-spacing-0 overflow-clip rounded-xl border border-line bg-surface"
        >
          <thead className="sticky top-13 z-10 bg-surface">
            <tr>
              <HeadCell className="w-10">
                <SelectAll
                  label="Select all shown"
                  selected={count}
                  count={shown.length}
                  onChange={(isSelected) => select(shown, isSelected)}
                />
              </HeadCell>
              <HeadCell className="!pl-0">What</HeadCell>
              <HeadCell className="hidden w-56 sm:table-cell">When</HeadCell>
              <HeadCell align="right" className="hidden w-24 sm:table-cell">
                Size
              </HeadCell>
              <HeadCell className="w-34 sm:w-40">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => {
              const rows = group.filter((entry) => isShown.has(entry))
              const isInGroup = group.length > 1
              const actions = { onSelect: select, onRestore: bringBack }
              const chosenHere = group.filter(({ id }) => chosen.has(id)).length
              return rows.length === 0 ? null : (
                <Fragment key={group[0]?.run}>
                  {isInGroup && <GroupRow {...actions} entries={group} selected={chosenHere} />}
                  {rows.map((entry) => (
                    <EntryRow
                      key={entry.id}
                      {...actions}
                      entry={entry}
                      isInGroup={isInGroup}
                      isSelected={chosen.has(entry.id)}
                    />
                  ))}
                </Fragment>
              )
            })}
          </tbody>
        </table>
      )}
      <ShowMore limit={limit} count={found.length} />
      <EntryBar
        selected={selected}
        notShown={selected.filter(({ id }) => !ids.has(id)).length}
        onClear={() => setChosen(new Set())}
        onRestore={bringBack}
      />
    </>
  )
}
