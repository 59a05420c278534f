import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Evaluation } from '../../../cleanup/rules/evaluation.ts'
import { describeReason } from '../../../cleanup/rules/words.ts'
import { useTagFilter } from '../../../components/useTagFilter.ts'
import { paths } from '../../../routing/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Cell } from '../../../ui/cells.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterField } from '../../../ui/FilterField.tsx'
import { useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { type Column, VirtualTable } from '../../../ui/VirtualTable.tsx'
import { describeAlsoTagged, groupByDigest } from '../tags/tagRows.ts'
import { listPreviewRows } from './previewRows.ts'
import type { CleanUp } from './useCleanUp.ts'

/** What happens to each tag, with one reason each. */
export function Preview({
  cleanUp: { repository, reading, only, setOnly, digestOf },
  evaluation,
}: {
  cleanUp: CleanUp
  evaluation: Evaluation
}) {
  const { filter, field } = useTagFilter()
  const rows = useMemo(
    () => listPreviewRows(evaluation, only, filter.test),
    [evaluation, only, filter],
  )
  const stays = useMemo(
    () => new Set(evaluation.verdicts.flatMap(({ tag, goes }) => (goes ? [] : [tag]))),
    [evaluation],
  )
  const sharers = useMemo(
    () =>
      groupByDigest(
        evaluation.verdicts.map(({ tag }) => tag),
        digestOf,
      ),
    [evaluation, digestOf],
  )
  const areAllRead = evaluation.verdicts.every(({ tag }) => digestOf(tag) !== undefined)
  const isNarrow = useBreakpoint() === 'narrow'
  const columns: readonly Column[] = [
    { children: 'Tag', ...(isNarrow ? {} : { width: '32%' }) },
    { children: 'Verdict', width: '5.5rem', from: 'sm' },
    { children: 'Why', from: 'sm' },
  ]
  return (
    <section aria-label="Preview of the rule">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <FilterField {...field} />
        {only && (
          <Button onClick={() => setOnly(undefined)}>
            {typeof only === 'string' ? (
              <>Only kept: {only}</>
            ) : (
              <>
                Only group <span className="max-w-40 truncate font-mono">{only.name}</span> of
                clause {only.clause + 1}
              </>
            )}{' '}
            <span aria-hidden>×</span>
            <span className="sr-only">: show all tags</span>
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState title={filter.problem ? 'No tag is shown' : 'No tag matches'}>
          {reading.isRunning && 'Build dates are still loading; more may appear.'}
        </EmptyState>
      ) : (
        <VirtualTable
          label="Preview"
          columns={columns}
          rows={rows}
          keyOf={({ tag }) => tag}
          hasOneLine={NEVER}
        >
          {({ tag, goes, reason }) => {
            const isUnread = reason.kind === 'unresolved' && !reading.known.has(tag)
            // Then only the tag is deleted: its image is kept.
            const others = goes ? (sharers.get(tag)?.filter((one) => stays.has(one)) ?? []) : []
            const why = [
              isUnread ? 'not loaded yet' : describeReason(reason),
              describeAlsoTagged(others, areAllRead),
            ]
              .filter(Boolean)
              .join(' · ')
            const mark = (
              <span
                className={`inline-block rounded-[5px] px-1.5 text-sm leading-[20px] ${
                  goes ? 'bg-danger-soft font-semibold text-danger' : 'text-soft'
                }`}
              >
                {goes ? 'delete' : 'keep'}
              </span>
            )
            const children = (
              <>
                <Cell>
                  <span className="flex min-w-0 items-center gap-2">
                    <Link
                      to={paths.image({ repository, tag })}
                      title={tag}
                      className="truncate py-0.5 font-semibold hover:underline"
                    >
                      {tag}
                    </Link>
                    {isNarrow && <span className="ml-auto shrink-0">{mark}</span>}
                  </span>
                  {isNarrow && (
                    <span className="block truncate text-sm text-soft" title={why}>
                      {why}
                    </span>
                  )}
                </Cell>
                <Cell className="hidden sm:table-cell">{mark}</Cell>
                <Cell className="hidden text-soft sm:table-cell" title={why}>
                  {why}
                </Cell>
              </>
            )
            return { className: 'hover:bg-sunken', children }
          }}
        </VirtualTable>
      )}
    </section>
  )
}

const NEVER = () => false
