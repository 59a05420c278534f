import { useMemo } from 'react'
import { useParameters } from '../../../../routing/useParameters.ts'
import type { Evaluation, Verdict } from '../../../../cleanup/rules/evaluation.ts'
import { describeReason } from '../../../../cleanup/rules/words.ts'
import { formatCount, formatCounted } from '../../../../format/count.ts'
import { useTagFilter } from '../../../../components/useTagFilter.ts'
import type { RepositoryName } from '../../../../registry/names.ts'
import { Button } from '../../../../ui/Button.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { FilterField } from '../../../../ui/FilterField.tsx'
import { Segmented } from '../../../../ui/Segmented.tsx'
import { Fault } from '../fields/fields.tsx'
import { PreviewTable } from './PreviewTable.tsx'
import { ReadingLine } from '../ReadingLine.tsx'
import { type ShownGroup, listPreviewRows } from './previewRows.ts'
import type { CandidateReading } from '../useEvaluation.ts'

/** What becomes of every tag, with one reason each. */
export function Preview({
  repository,
  evaluation,
  reading,
  group,
  onGroup,
}: {
  repository: RepositoryName
  evaluation: Evaluation
  reading: CandidateReading
  group: ShownGroup | undefined
  onGroup: (group: ShownGroup | undefined) => void
}) {
  const [parameters, changeParameters] = useParameters()
  const { text, setText, filter } = useTagFilter()
  const { count, attachments } = evaluation
  const all = evaluation.verdicts.length
  const show = parameters.get('show') === 'goes' ? 'goes' : 'all'
  const rows = useMemo(
    () => listPreviewRows(evaluation, show, group, filter.test),
    [evaluation, show, group, filter],
  )
  const emptyTitle = filter.problem
    ? 'No tag is shown'
    : count === 0 && show === 'goes'
      ? 'No tag would go'
      : 'No tag matches'
  return (
    <section aria-label="Preview of the rule" className="mt-6">
      <h2 className="text-lg font-semibold">What would go</h2>
      <p className="text-soft" aria-live="polite">
        <b className="font-semibold text-text">{formatCount(count)}</b> of{' '}
        {formatCounted(all, 'tag')} would go
        {attachments > 0 &&
          ` · ${formatCounted(attachments, 'attachment')} not counted: they go or stay with their image`}
      </p>
      <div className="my-3 flex flex-wrap items-center gap-2">
        <Segmented
          label="Show"
          value={show}
          options={[
            { value: 'goes', text: `Goes ${formatCount(count)}` },
            { value: 'all', text: `All ${formatCount(all)}` },
          ]}
          onChange={(value) =>
            changeParameters((present) => {
              if (value === 'goes') present.set('show', value)
              else present.delete('show')
            })
          }
        />
        <FilterField
          label="Filter tags: text or /regex/"
          value={text}
          onChange={setText}
          problem={filter.problem}
        />
        {group && (
          <Button onClick={() => onGroup(undefined)}>
            Only group <span className="max-w-40 truncate font-mono">{group.name}</span> of clause{' '}
            {group.clause + 1} <span aria-hidden>×</span>
            <span className="sr-only">: show all groups</span>
          </Button>
        )}
        <span className="grow" />
        <ReadingLine reading={reading} />
      </div>
      <Fault text={filter.problem} />
      {rows.length === 0 ? (
        <EmptyState title={emptyTitle}>
          {reading.isRunning && 'Dates are still being read; more may appear.'}
        </EmptyState>
      ) : (
        <PreviewTable
          repository={repository}
          rows={rows}
          candidates={reading.known}
          reasonOf={({ tag, reason }: Verdict) =>
            reason.kind === 'unresolved' && !reading.known.has(tag)
              ? 'not read yet'
              : describeReason(reason)
          }
        />
      )}
    </section>
  )
}
