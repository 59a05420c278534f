import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import type { RuleProblem } from '../../../../cleanup/language/parseRule.ts'
import type { Tag } from '../../../../registry/names.ts'
import { Fault, NumberField, SelectField } from '../fields/fields.tsx'
import { PatternField } from '../fields/PatternField.tsx'
import { Condition } from './Condition.tsx'
import { OtherKeys } from './OtherKeys.tsx'
import { type Pair, setValues, valueOf } from './ruleDraft.ts'

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
  'A prefix is the tag without the number, date or hash at its end: ci-main of ci-main-12. Tags with nothing to take off stay.'

/** One clause as a sentence with fields in it. */
export function ClauseCard({
  pairs,
  problems,
  at,
  count,
  isNew,
  tags,
  onChange,
  onMove,
  onRemove,
  children,
}: {
  pairs: readonly Pair[]
  problems: readonly RuleProblem[]
  /** Its place, from 0, of `count`. */
  at: number
  count: number
  /** Its first field gets the focus. */
  isNew: boolean
  tags: readonly Tag[]
  onChange: (pairs: readonly Pair[]) => void
  /** At an end it may move no further. */
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  /** What it does, below. */
  children: ReactNode
}) {
  const place = `clause ${at + 1}`
  const [text, older, newest] = ['tags', 'older', 'newest'].map((key) => valueOf(pairs, key))
  const [, amount = '', unit = ''] = /^(.*?)([dw]?)$/.exec(older ?? '') ?? []
  const set = (values: Readonly<Record<string, string | undefined>>) =>
    onChange(setValues(pairs, values))
  const problemOf = (...keys: readonly (string | undefined)[]) =>
    problems.find(({ key }) => keys.includes(key))?.text
  const remove = ({ currentTarget }: MouseEvent) => {
    // The focus must not go with the card.
    const card = currentTarget.closest('li')
    const next = card?.previousElementSibling ?? card?.nextElementSibling
    next?.querySelector('input')?.focus()
    onRemove()
  }
  const buttons = [
    { label: `Move ${place} up`, Icon: ArrowUp, isIdle: at === 0, onClick: () => onMove(-1) },
    {
      label: `Move ${place} down`,
      Icon: ArrowDown,
      isIdle: at === count - 1,
      onClick: () => onMove(1),
    },
    { label: `Remove ${place}`, Icon: X, isIdle: false, onClick: remove },
  ]
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
            hasFocus={isNew}
            text={text ?? ''}
            tags={tags}
            problem={problemOf('tags')}
            onChange={(changed) => set({ tags: changed })}
          />
        </div>
        <span className="order-2 ml-auto flex gap-0.5 pt-1 sm:order-4">
          {buttons.map(({ label, Icon, isIdle, onClick }, index) => (
            <button
              // oxlint-disable-next-line react/no-array-index-key -- their names change as the card moves
              key={index}
              type="button"
              aria-label={label}
              title={label}
              aria-disabled={isIdle}
              onClick={onClick}
              className="inline-flex size-6 items-center justify-center rounded text-faint hover:bg-line-soft hover:text-text aria-disabled:cursor-default aria-disabled:opacity-40"
            >
              <Icon size={14} aria-hidden />
            </button>
          ))}
        </span>
      </div>
      <div className="mt-1 grid gap-2 md:grid-cols-[auto_1fr] md:gap-x-8">
        <Condition
          label={`Keep some of ${place}`}
          isOn={newest !== undefined}
          onToggle={(isOn) =>
            set({ newest: isOn ? '3' : undefined, by: undefined, per: undefined })
          }
          text={newest === undefined ? 'keep the newest, highest or last few' : 'keep the'}
          problem={problemOf('newest', 'by', 'per')}
        >
          <NumberField
            label={`How many ${place} keeps`}
            value={newest ?? ''}
            isInvalid={problemOf('newest') !== undefined}
            onChange={(value) => set({ newest: value })}
          />
          <SelectField
            label={`What ${place} keeps`}
            value={valueOf(pairs, 'by') ?? 'created'}
            options={ORDERS}
            onChange={(by) => set({ by })}
          />
          <SelectField
            label={`Groups of ${place}`}
            title={GROUP_TITLE}
            value={valueOf(pairs, 'per') ?? ''}
            options={GROUPS}
            onChange={(per) => set({ per: per || undefined })}
          />
        </Condition>
        <Condition
          label={`Age of ${place}`}
          isOn={older !== undefined}
          onToggle={(isOn) => set({ older: isOn ? '14d' : undefined })}
          lead={`remove ${newest !== undefined ? 'the rest' : older !== undefined ? 'those' : 'them all'}`}
          text={older === undefined ? 'only when older than …' : 'older than'}
          problem={problemOf('older')}
        >
          <NumberField
            label={`Age in ${place}`}
            value={amount}
            isInvalid={problemOf('older') !== undefined}
            onChange={(value) => set({ older: value + unit })}
          />
          <SelectField
            label={`Unit of the age in ${place}`}
            value={unit}
            options={UNITS}
            onChange={(value) => set({ older: amount + value })}
          />
        </Condition>
      </div>
      <Fault text={problemOf(undefined)} />
      <OtherKeys
        pairs={pairs}
        shown={newest === undefined ? ['tags', 'older'] : ['tags', 'older', 'newest', 'by', 'per']}
        onChange={onChange}
        place={place}
      />
      {children}
    </li>
  )
}
