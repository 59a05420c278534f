import { useState } from 'react'
import { describeKeptCounts, describeWarning } from '../../../../cleanup/rules/words.ts'
import { formatCount, formatCounted } from '../../../../format/count.ts'
import { Button } from '../../../../ui/Button.tsx'
import type { CleanUp } from '../useCleanUp.ts'

/** How many groups are named at first. */
const MOST = 12

/** The effect of a clause on this repository's tags, at the bottom of its card. */
export function ClauseOutcome({
  cleanUp: { draft, evaluation, isPartly, only, setOnly },
  at,
  onCountBy,
}: {
  cleanUp: CleanUp
  at: number
  onCountBy: (by: 'version' | 'name') => void
}) {
  const [limit, setLimit] = useState(MOST)
  const result = evaluation?.clauses[at]
  // Right after a clause was added or removed, the result is still that of the draft before.
  if (!result || evaluation.clauses.length !== draft.clauses.length) return null
  const { matched, governed, goes, groups } = result
  const warnings = evaluation.warnings.filter((one) => 'clause' in one && one.clause === at)
  const earlier = matched - governed
  return (
    <div className="mt-2 border-t border-line-soft pt-1.5 text-sm text-soft">
      <p role="status">
        <b className={goes > 0 ? 'font-semibold text-danger' : 'font-semibold'}>
          {formatCount(goes)} to delete
        </b>
        ,{' '}
        {isPartly
          ? `${formatCount(governed - goes)} kept so far`
          : describeKeptCounts(evaluation.verdicts.filter(({ clause }) => clause === at))}
        {earlier > 0 &&
          ` · ${formatCounted(earlier, 'match', 'matches')} ${at === 0 ? 'protected' : 'decided before this clause'}`}
      </p>
      {!isPartly &&
        warnings.map((warning) => (
          <p key={warning.kind} className="text-warning">
            {describeWarning(warning)}{' '}
            {warning.kind === 'all-undated' && (
              <button
                type="button"
                className="rounded text-accent underline"
                onClick={() => onCountBy(warning.try)}
              >
                Keep the {warning.try === 'version' ? 'highest versions' : 'last by name'} instead
              </button>
            )}
          </p>
        ))}
      {groups.length > 1 && (
        <ul
          aria-label={`Groups of clause ${at + 1}`}
          className="flex flex-wrap items-center gap-1.5 py-1"
        >
          <li className="mr-1">{formatCounted(groups.length, 'group')}:</li>
          {groups.slice(0, limit).map(({ name, tags, goes: going }) => {
            const isShown = typeof only === 'object' && only.clause === at && only.name === name
            return (
              <li key={name} className="min-w-0 max-w-full">
                <button
                  type="button"
                  aria-pressed={isShown}
                  title={`Show the ${formatCounted(tags.length, 'tag')} of ${name}`}
                  onClick={() => setOnly(isShown ? undefined : { clause: at, name })}
                  className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-[5px] border border-line px-1.5 hover:border-faint aria-pressed:border-accent aria-pressed:bg-accent-soft"
                >
                  <span className="truncate font-mono text-text">{name}:</span>
                  <span className="whitespace-nowrap">
                    {formatCounted(tags.length, 'tag')}
                    {going > 0 && ', '}
                    {going > 0 && (
                      <span className="text-danger">{formatCount(going)} to delete</span>
                    )}
                  </span>
                </button>
              </li>
            )
          })}
          {limit < groups.length && (
            <li>
              <Button look="quiet" className="!h-6" onClick={() => setLimit(Infinity)}>
                Show all {formatCount(groups.length)}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
