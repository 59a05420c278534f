import { Plus } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { MOST_CLAUSES } from '../../../../cleanup/language/rule.ts'
import { formatCounted } from '../../../../format/count.ts'
import type { Tag } from '../../../../registry/names.ts'
import { Button } from '../../../../ui/Button.tsx'
import { ClauseCard } from './ClauseCard.tsx'
import { findHeadProblems } from './draftProblems.ts'
import { NumberField } from '../fields/fields.tsx'
import { OtherKeys } from './OtherKeys.tsx'
import { PatternField } from '../fields/PatternField.tsx'
import { Presets } from './Presets.tsx'
import { type ClauseDraft, type RuleDraft, createClause, moveItem } from './ruleDraft.ts'

/** The rule as a form: what never goes, a ceiling, and a card for each clause. */
export function RuleForm({
  draft,
  onChange,
  tags,
  clauseResult,
  children,
}: {
  draft: RuleDraft
  onChange: (change: (before: RuleDraft) => RuleDraft) => void
  /** All tags that a rule may select. */
  tags: readonly Tag[]
  /** What stands at the foot of a clause's card. */
  clauseResult: (at: number) => ReactNode
  /** What else never goes. */
  children: ReactNode
}) {
  const { clauses } = draft
  const problems = useMemo(() => findHeadProblems(draft), [draft])
  const setClauses = (change: (before: readonly ClauseDraft[]) => readonly ClauseDraft[]) =>
    onChange((before) => ({ ...before, clauses: change(before.clauses) }))
  const list = useRef<HTMLOListElement>(null)
  /** What gets the focus once the cards stand as they should: what had it may be gone, or moved. */
  const next = useRef<(() => void) | undefined>(undefined)
  useEffect(() => {
    next.current?.()
    next.current = undefined
  })
  const focusOn = (at: number, ...selectors: readonly string[]) => {
    next.current = () => {
      const card = list.current?.children.item(at)
      const found = selectors.map((selector) => card?.querySelector(selector)).find(Boolean)
      if (found instanceof HTMLElement) found.focus()
    }
  }
  const add = (clause: ClauseDraft) => {
    focusOn(clauses.length, 'input')
    setClauses((before) => [...before, clause])
  }
  const move = (at: number, by: -1 | 1) => {
    const enabled = [by, -by].map((one) => `[data-move='${one}']:not(:disabled)`)
    focusOn(at + by, ...enabled)
    setClauses((before) => moveItem(before, at, by))
  }
  const remove = (at: number) => {
    focusOn(Math.max(0, at - 1), 'input')
    setClauses((before) => before.toSpliced(at, 1))
  }
  return (
    <form aria-label="Rule" onSubmit={(event) => event.preventDefault()}>
      {clauses.length > 0 && (
        <ol ref={list} className="flex flex-col gap-2">
          {clauses.slice(0, MOST_CLAUSES).map((clause, at) => (
            <ClauseCard
              key={clause.id}
              clause={clause}
              at={at}
              count={clauses.length}
              tags={tags}
              onChange={(changed) => setClauses((before) => before.with(at, changed))}
              onMove={(by) => move(at, by)}
              onRemove={() => remove(at)}
            >
              {clauseResult(at)}
            </ClauseCard>
          ))}
        </ol>
      )}
      {clauses.length > MOST_CLAUSES && (
        <p role="alert" className="mt-2 text-danger">
          {formatCounted(clauses.length - MOST_CLAUSES, 'more clause')} not shown: a rule has{' '}
          {MOST_CLAUSES} at most.
        </p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {clauses.length === 0 && <Presets tags={tags} isFirst onChoose={add} />}
        <Button onClick={() => add(createClause())}>
          <Plus size={14} aria-hidden />{' '}
          {clauses.length === 0 ? 'Begin with an empty clause' : 'Add a clause'}
        </Button>
        {clauses.length > 0 && <Presets tags={tags} isFirst={false} onChoose={add} />}
      </div>
      <fieldset className="mt-3 min-w-0 rounded-xl border border-line bg-surface px-3 py-3 sm:px-4">
        <legend className="sr-only">Whatever the clauses say</legend>
        <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
          <span className="pt-1.5 font-semibold whitespace-nowrap">Never remove</span>
          <PatternField
            label="Tags that never go"
            placeholder="latest stable*"
            text={draft.keep}
            tags={tags}
            problem={problems.keep}
            onChange={(keep) => onChange((before) => ({ ...before, keep }))}
          />
        </div>
        {children}
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <span>
            <span className="font-semibold">Stop</span> if more than
          </span>
          <NumberField
            label="Most tags that may go"
            placeholder="any"
            value={draft.max}
            isInvalid={problems.max !== undefined}
            onChange={(max) => onChange((before) => ({ ...before, max }))}
          />
          tags would go
        </div>
        {problems.max !== undefined && (
          <p role="alert" className="text-sm text-danger">
            {problems.max}
          </p>
        )}
      </fieldset>
      {problems.whole.map((problem) => (
        <p key={problem} role="alert" className="mt-2 text-danger">
          {problem}
        </p>
      ))}
      <OtherKeys
        others={draft.others}
        onRemove={(others) => onChange((before) => ({ ...before, others }))}
        place="the rule"
      />
    </form>
  )
}
