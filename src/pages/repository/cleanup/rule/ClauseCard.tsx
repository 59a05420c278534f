import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { IconButton } from '../../../../ui/Button.tsx'
import { ClauseOutcome } from './ClauseOutcome.tsx'
import { Condition, Fault, NumberField } from './fields.tsx'
import { PatternField } from './PatternField.tsx'
import type { CleanUp } from '../useCleanUp.ts'
import { type ClauseDraft, setValues, valueOf } from './ruleDraft.ts'

const UNITS = { d: 'days', w: 'weeks' }
const ORDERS = {
  created: 'newest images',
  version: 'highest versions',
  name: 'last tags by name',
}
const GROUPS = {
  '': 'of all of them',
  prefix: 'of each prefix',
  minor: 'of each minor version',
  major: 'of each major version',
}
const GROUP_TITLE =
  'The prefix is the tag without the number, date or hash at its end: ci-main for ci-main-12. Tags without one are kept.'

/** One clause as a sentence with fields, and its effect below. */
export function ClauseCard({
  cleanUp,
  clause,
  at,
  isNew,
  onChange,
}: {
  cleanUp: CleanUp
  clause: ClauseDraft
  /** Its position, from 0. */
  at: number
  /** Focuses its first field. */
  isNew: boolean
  /** Changes all clauses. */
  onChange: (change: (before: readonly ClauseDraft[]) => readonly ClauseDraft[]) => void
}) {
  const { pairs } = clause
  const place = `clause ${at + 1}`
  const [text, older, newest] = ['tags', 'older', 'newest'].map((key) => valueOf(pairs, key))
  const [, amount = '', unit = ''] = /^(.*?)([dw]?)$/.exec(older ?? '') ?? []
  const set = (values: Readonly<Record<string, string | undefined>>) =>
    onChange((before) => before.with(at, { ...clause, pairs: setValues(pairs, values) }))
  // At either end it can't move further.
  const move = (to: number) =>
    onChange((before) => before.toSpliced(at, 1).toSpliced(Math.max(0, to), 0, clause))
  const problemOf = (...keys: readonly (string | undefined)[]) => cleanUp.problemOf(at, ...keys)
  const remove = ({ currentTarget }: MouseEvent) => {
    // The focus must not disappear with the card.
    const card = currentTarget.closest('li')
    const next = card?.previousElementSibling ?? card?.nextElementSibling
    next?.querySelector('input')?.focus()
    onChange((before) => before.toSpliced(at, 1))
  }
  const isLast = at === cleanUp.draft.clauses.length - 1
  const [up, down] = [() => move(at - 1), () => move(at + 1)]
  const buttons = [
    { label: `Move ${place} up`, Icon: ArrowUp, 'aria-disabled': at === 0, onClick: up },
    { label: `Move ${place} down`, Icon: ArrowDown, 'aria-disabled': isLast, onClick: down },
    { label: `Remove ${place}`, Icon: X, onClick: remove },
  ]
  return (
    <li
      aria-label={`Clause ${at + 1}`}
      className="rounded-xl border border-line bg-surface px-3 pt-3 pb-2 sm:px-4"
    >
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
        <span className="pt-1.5 font-semibold whitespace-nowrap">Of the tags</span>
        <div className="order-3 flex min-w-0 grow basis-full @lg:order-none @lg:basis-64">
          <PatternField
            label={`Tags of ${place}`}
            placeholder="pr-*"
            hasFocus={isNew}
            text={text ?? ''}
            tags={cleanUp.tags}
            problem={problemOf('tags')}
            onChange={(changed) => set({ tags: changed })}
          />
        </div>
        <span className="order-2 ml-auto flex gap-0.5 pt-1">
          {buttons.map(({ Icon, ...rest }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- their names change as the card moves
            <IconButton key={index} {...rest}>
              <Icon size={14} aria-hidden />
            </IconButton>
          ))}
        </span>
      </div>
      <div className="mt-1 grid gap-x-8 gap-y-1 @3xl:grid-cols-[auto_1fr]">
        <Condition
          label={`Keep some of ${place}`}
          isOn={newest !== undefined}
          onToggle={(isOn) =>
            set({ newest: isOn ? '3' : undefined, by: undefined, per: undefined })
          }
          text={newest === undefined ? 'keep some' : 'keep the'}
          problem={problemOf('newest', 'by', 'per')}
        >
          <NumberField
            label={`How many ${place} keeps`}
            value={newest ?? ''}
            isInvalid={problemOf('newest') !== undefined}
            onChange={(value) => set({ newest: value })}
          />
          {select(`What ${place} keeps`, valueOf(pairs, 'by') ?? 'created', ORDERS, (by) =>
            set({ by }),
          )}
          <span title={GROUP_TITLE}>
            {select(`Groups of ${place}`, valueOf(pairs, 'per') ?? '', GROUPS, (per) =>
              set({ per: per || undefined }),
            )}
          </span>
        </Condition>
        <Condition
          label={`Age of ${place}`}
          isOn={older !== undefined}
          onToggle={(isOn) => set({ older: isOn ? '14d' : undefined })}
          lead={`delete ${newest !== undefined ? 'the rest' : older !== undefined ? 'those' : 'them all'}`}
          text={older === undefined ? 'only when older than …' : 'older than'}
          problem={problemOf('older')}
        >
          <NumberField
            label={`Age in ${place}`}
            value={amount}
            isInvalid={problemOf('older') !== undefined}
            onChange={(value) => set({ older: value + unit })}
          />
          {select(`Unit of the age in ${place}`, unit, UNITS, (value) =>
            set({ older: amount + value }),
          )}
        </Condition>
      </div>
      <Fault text={problemOf(undefined)} />
      <ClauseOutcome
        cleanUp={cleanUp}
        at={at}
        onCountBy={(by) => set({ older: undefined, newest: newest ?? '3', by })}
      />
    </li>
  )
}

/** A select field. A value that isn't among the options is shown as it is. */
function select(
  label: string,
  value: string,
  options: Readonly<Record<string, string>>,
  onChange: (value: string) => void,
): ReactNode {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 max-w-full rounded-lg border border-line bg-surface px-2"
    >
      {!Object.hasOwn(options, value) && <option value={value}>{value || '…'}</option>}
      {Object.entries(options).map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  )
}
