import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { LITERAL_ONLY } from '../../../../cleanup/rules/evaluateRule.ts'
import { MOST_CLAUSES } from '../../../../cleanup/language/rule.ts'
import { formatCounted } from '../../../../format/count.ts'
import { Button } from '../../../../ui/Button.tsx'
import { ClauseCard } from './ClauseCard.tsx'
import { Fault, NumberField } from './fields.tsx'
import { PatternField } from './PatternField.tsx'
import { Presets } from './Presets.tsx'
import type { CleanUp } from '../useCleanUp.ts'
import { type ClauseDraft, createClause, readWords, setValues, valueOf } from './ruleDraft.ts'

/** The rule as a form: what is never deleted, a limit, and a card for each clause. */
export function RuleForm({
  cleanUp,
  children,
}: {
  cleanUp: CleanUp
  /** What else is never deleted. */
  children: ReactNode
}) {
  const { tags, draft, setDraft, problemOf } = cleanUp
  const { head, clauses } = draft
  const [added, setAdded] = useState<ClauseDraft>()
  const setClauses = (change: (before: readonly ClauseDraft[]) => readonly ClauseDraft[]) =>
    setDraft((before) => ({ ...before, clauses: change(before.clauses) }))
  const setHead = (key: string, value: string) =>
    setDraft((before) => ({
      ...before,
      head: setValues(before.head, { [key]: value || undefined }),
    }))
  const add = (clause: ClauseDraft) => {
    setAdded(clause)
    setClauses((before) => [...before, clause])
  }
  const named = new Set(clauses.flatMap(({ pairs }) => readWords(valueOf(pairs, 'tags') ?? '')))
  const locked = [...LITERAL_ONLY].filter((name) => !named.has(name))
  const presets = <Presets cleanUp={cleanUp} onAdd={(pairs) => add(createClause(pairs))} />
  return (
    <form aria-label="Rule" className="@container" onSubmit={(event) => event.preventDefault()}>
      {clauses.length > 0 && (
        <ol className="flex flex-col gap-2">
          {clauses.slice(0, MOST_CLAUSES).map((clause, at) => (
            <ClauseCard
              key={clause.id}
              cleanUp={cleanUp}
              clause={clause}
              at={at}
              isNew={clause.id === added?.id}
              onChange={setClauses}
            />
          ))}
        </ol>
      )}
      {clauses.length > MOST_CLAUSES && (
        <p role="alert" className="mt-2 text-danger">
          {formatCounted(clauses.length - MOST_CLAUSES, 'more clause')} not shown: a rule has{' '}
          {MOST_CLAUSES} at most.
        </p>
      )}
      <div className={`flex flex-wrap items-center gap-2 ${clauses.length > 0 ? 'mt-2' : ''}`}>
        {clauses.length === 0 && presets}
        <Button onClick={() => add(createClause([['tags', '']]))}>
          <Plus size={14} aria-hidden />{' '}
          {clauses.length === 0 ? 'Start from scratch' : 'Add a clause'}
        </Button>
        {clauses.length > 0 && (
          <details className="open:w-full">
            <summary className="cursor-pointer py-1.5 text-soft">
              or start one from a preset
            </summary>
            {presets}
          </details>
        )}
      </div>
      <fieldset className="mt-4 flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-surface px-3 py-3 sm:px-4">
        <legend className="sr-only">Always</legend>
        <div className="flex flex-wrap items-start gap-x-2">
          <span className="py-1.5 font-semibold whitespace-nowrap">Never delete</span>
          <div className="flex min-w-0 grow basis-full @lg:basis-64">
            <PatternField
              label="Tags to protect"
              placeholder="e.g. stable*"
              locked={locked}
              text={valueOf(head, 'keep') ?? ''}
              tags={tags}
              problem={problemOf(undefined, 'keep')}
              onChange={(keep) => setHead('keep', keep)}
            />
          </div>
        </div>
        {children}
        <div className="flex flex-wrap items-center gap-2">
          <span>
            <span className="font-semibold">Stop</span> if more than
          </span>
          <NumberField
            label="Maximum number of tags to delete"
            placeholder="any"
            value={valueOf(head, 'max') ?? ''}
            isInvalid={problemOf(undefined, 'max') !== undefined}
            onChange={(value) => setHead('max', value)}
          />
          tags would be deleted
        </div>
        <Fault text={problemOf(undefined, 'max')} />
      </fieldset>
    </form>
  )
}
