import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import type { Tag } from '../../../../registry/names.ts'
import { Condition } from './Condition.tsx'
import { findClauseProblems } from './draftProblems.ts'
import { NumberField, SelectField } from '../fields/fields.tsx'
import { OtherKeys } from './OtherKeys.tsx'
import { PatternField } from '../fields/PatternField.tsx'
import type { ClauseDraft } from './ruleDraft.ts'

const UNITS = [
  ['d', 'days'],
  ['w', 'weeks'],
] as const
const ORDERS = [
  ['', 'newest images'],
  ['version', 'highest versions'],
  ['name', 'last tags by name'],
] as const
const GROUPS = [
  ['', 'of all of them'],
  ['prefix', 'of each prefix'],
  ['minor', 'of each minor version'],
  ['major', 'of each major version'],
] as const
const GROUP_TITLE =
  'A prefix is the tag without the number, date or hash at its end: ci-main of ci-main-12. Tags with nothing to take off stay.'

/** One clause as a sentence with fields in it. */
export function ClauseCard({
  clause,
  at,
  count,
  tags,
  onChange,
  onMove,
  onRemove,
  children,
}: {
  clause: ClauseDraft
  /** Its place, from 0, of `count`. */
  at: number
  count: number
  tags: readonly Tag[]
  onChange: (clause: ClauseDraft) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  /** What it does, below. */
  children: ReactNode
}) {
  const problems = useMemo(() => findClauseProblems(clause), [clause])
  const { older, newest } = clause
  const place = `clause ${at + 1}`
  return (
    <li
      aria-label={`Clause ${at + 1}`}
      className="rounded-xl border border-line bg-surface px-3 pt-3 pb-2 sm:px-4"
    >
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
        <span className="pt-1.5 font-semibold whitespace-nowrap">Of the tags</span>
        <div className="order-3 flex min-w-0 grow basis-full sm:basis-64">
          <PatternField
            label={`Tags of ${place}`}
            placeholder="pr-*"
            text={clause.tags}
            tags={tags}
            problem={problems.tags}
            onChange={(text) => onChange({ ...clause, tags: text })}
          />
        </div>
        <span className="order-2 ml-auto flex gap-0.5 pt-1 sm:order-4">
          <IconButton
            label={`Move ${place} up`}
            move={-1}
            isDisabled={at === 0}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={14} aria-hidden />
          </IconButton>
          <IconButton
            label={`Move ${place} down`}
            move={1}
            isDisabled={at === count - 1}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={14} aria-hidden />
          </IconButton>
          <IconButton label={`Remove ${place}`} isDisabled={false} onClick={onRemove}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      </div>
      <div className="mt-1 grid gap-2 md:grid-cols-[auto_1fr] md:gap-x-8">
        <Condition
          label={`Keep some of ${place}`}
          isOn={newest !== undefined}
          onToggle={(isOn) =>
            onChange({ ...clause, newest: isOn ? { count: '3', by: '', per: '' } : undefined })
          }
          text={newest ? 'keep the' : 'keep the newest, highest or last few'}
          problem={problems.newest}
        >
          {newest && (
            <>
              <NumberField
                label={`How many ${place} keeps`}
                value={newest.count}
                isInvalid={problems.newest !== undefined}
                onChange={(value) => onChange({ ...clause, newest: { ...newest, count: value } })}
              />
              <SelectField
                label={`What ${place} keeps`}
                value={newest.by}
                options={ORDERS}
                onChange={(by) => onChange({ ...clause, newest: { ...newest, by } })}
              />
              <SelectField
                label={`Groups of ${place}`}
                title={GROUP_TITLE}
                value={newest.per}
                options={GROUPS}
                onChange={(per) => onChange({ ...clause, newest: { ...newest, per } })}
              />
            </>
          )}
        </Condition>
        <Condition
          label={`Age of ${place}`}
          isOn={older !== undefined}
          onToggle={(isOn) =>
            onChange({ ...clause, older: isOn ? { amount: '14', unit: 'd' } : undefined })
          }
          lead={`remove ${newest ? 'the rest' : older ? 'those' : 'them all'}`}
          text={older ? 'older than' : 'only when older than …'}
          problem={problems.older}
        >
          {older && (
            <>
              <NumberField
                label={`Age in ${place}`}
                value={older.amount}
                isInvalid={problems.older !== undefined}
                onChange={(amount) => onChange({ ...clause, older: { ...older, amount } })}
              />
              <SelectField
                label={`Unit of the age in ${place}`}
                value={older.unit}
                options={UNITS}
                onChange={(unit) => onChange({ ...clause, older: { ...older, unit } })}
              />
            </>
          )}
        </Condition>
      </div>
      {clause.tags.trim() !== '' &&
        problems.whole.map((problem) => (
          <p key={problem} role="alert" className="mt-2 text-danger">
            {problem}
          </p>
        ))}
      <OtherKeys
        others={clause.others}
        onRemove={(others) => onChange({ ...clause, others })}
        place={place}
      />
      {children}
    </li>
  )
}

function IconButton({
  label,
  move,
  isDisabled,
  onClick,
  children,
}: {
  label: string
  /** Places that it moves the card by. */
  move?: -1 | 1
  isDisabled: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      data-move={move}
      disabled={isDisabled}
      onClick={onClick}
      className="inline-flex size-6 items-center justify-center rounded text-faint hover:bg-line-soft hover:text-text disabled:cursor-default disabled:opacity-40"
    >
      {children}
    </button>
  )
}
