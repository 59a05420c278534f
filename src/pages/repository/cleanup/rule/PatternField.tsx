import { CircleHelp, Lock, X } from 'lucide-react'
import { useDeferredValue, useId, useMemo } from 'react'
import { listMatching, readPatterns } from '../../../../cleanup/language/pattern.ts'
import { SHAPE_NOUNS } from '../../../../cleanup/language/sentence.ts'
import { SHAPES, type Shape } from '../../../../cleanup/language/shapes.ts'
import { formatCount } from '../../../../format/count.ts'
import type { Tag } from '../../../../registry/names.ts'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { Popover } from '../../../../ui/Popover.tsx'
import { Fault, TEXT_FIELD } from './fields.tsx'
import { joinShapes, readWords, splitShapes, toggleWord } from './ruleDraft.ts'

/** How many matching names are shown. */
const NAMED = 4

const ALWAYS = 'latest is always protected, unless a clause names it exactly.'
const CHIP = 'inline-flex h-6 items-center gap-1 rounded-[5px] px-1.5 text-sm whitespace-nowrap'

type Patterns = {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly tags: readonly Tag[]
}

/** A field for globs and shapes, with what they match in this repository. */
export function PatternField({
  label,
  text,
  onChange,
  tags,
  problem,
  placeholder,
  hasFocus = false,
  locked = [],
}: {
  label: string
  problem: string | undefined
  placeholder: string
  /** Gets the focus when it appears. */
  hasFocus?: boolean
  /** Names that are always part of the field. */
  locked?: readonly string[]
} & Patterns) {
  const id = useId()
  // An empty field is merely not filled in yet, so it isn't marked as wrong.
  const { typed, shapes } = splitShapes(text)
  const fault = text.trim() === '' ? undefined : problem
  return (
    <div className="min-w-0 grow basis-64">
      <div className="flex items-center gap-1">
        <div className="flex min-h-8 min-w-0 grow flex-wrap items-center gap-1 rounded-lg border border-line bg-surface px-1 has-focus-visible:outline-2 has-focus-visible:outline-accent has-aria-invalid:border-danger">
          {locked.map((name) => (
            <span key={name} className={`${CHIP} bg-sunken text-soft`} title={ALWAYS}>
              <Lock size={12} aria-hidden />
              <span className="font-mono">{name}</span>
              <span className="sr-only">: always protected</span>
            </span>
          ))}
          {shapes.map((shape) => (
            <button
              key={shape}
              type="button"
              className={`${CHIP} bg-accent-soft text-accent`}
              title={`${shape}: ${EXAMPLES[shape]}`}
              aria-label={`Remove ${SHAPE_NOUNS[shape]} from “${label}”`}
              onClick={() => onChange(toggleWord(text, shape))}
            >
              {SHAPE_NOUNS[shape]}
              <X size={12} aria-hidden />
            </button>
          ))}
          <input
            type="text"
            aria-label={label}
            aria-describedby={id}
            aria-invalid={fault !== undefined}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever adds a clause fills it in next
            autoFocus={hasFocus}
            placeholder={shapes.length > 0 ? '' : placeholder}
            value={typed}
            onChange={(event) => onChange(joinShapes(event.target.value, shapes))}
            onKeyDown={(event) => {
              const last = shapes.at(-1)
              if (event.key === 'Backspace' && typed === '' && last)
                onChange(toggleWord(text, last))
            }}
            {...TEXT_FIELD}
            className="h-7 min-w-24 flex-1 bg-transparent px-1.5 font-mono text-sm outline-none"
          />
        </div>
        <Popover label={`What “${label}” accepts`} icon={<CircleHelp size={15} aria-hidden />}>
          {() => <PatternHelp text={text} onChange={onChange} tags={tags} />}
        </Popover>
      </div>
      <div id={id} className="mt-1 text-sm text-soft">
        <Fault text={fault} />
        {!problem && <Matching text={text} tags={tags} />}
        {locked.length > 0 && <p>{ALWAYS}</p>}
      </div>
    </div>
  )
}

function Matching({ text, tags }: { text: string; tags: readonly Tag[] }) {
  const deferred = useDeferredValue(text)
  const matching = useMemo(() => {
    try {
      return listMatching(readPatterns(readWords(deferred).join(' '), 'tags'), tags)
    } catch {
      return undefined
    }
  }, [deferred, tags])
  if (!matching) return null
  const more = matching.length > NAMED ? ', …' : ''
  return (
    <p className="truncate" title={matching.slice(0, 40).join(', ')}>
      matches <b className="font-semibold">{formatCount(matching.length)}</b> of{' '}
      {formatCount(tags.length)}
      {matching.length > 0 && ': '}
      <span className="font-mono text-faint">{matching.slice(0, NAMED).join(', ') + more}</span>
    </p>
  )
}

const GLOBS: readonly (readonly [glob: string, meaning: string])[] = [
  ['pr-*', '* matches any text, even none'],
  ['v?', '? matches one character'],
  ['v[0-9]*', '[0-9] matches one of these'],
]

const EXAMPLES: Readonly<Record<Shape, string>> = {
  '.release': '1.2.3, v2.0.1-alpine',
  '.prerelease': '1.2.3-rc.1, v2.0b2',
  '.build': 'v1.0.0-12-ge7e744a7',
  '.sha': '3f2c9ab',
  '.date': '2026-01-31, 20260131',
  '.number': '1234',
}

/** What a pattern can be, with checkboxes for the shapes of this repository's tags. */
function PatternHelp({ text, onChange, tags }: Patterns) {
  const found = useMemo(
    () => SHAPES.map((shape) => ({ shape, matching: listMatching([shape], tags) })),
    [tags],
  )
  return (
    <div className="px-4 py-3">
      <p className="text-soft">
        Patterns with <code className="font-mono">*</code>, separated by spaces; a tag must match
        one of them in full. Upper and lower case matter.
      </p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 text-sm">
        {GLOBS.map(([glob, meaning]) => (
          <div key={glob} className="contents">
            <dt className="font-mono">{glob}</dt>
            <dd className="text-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-soft">Or the kind of name:</p>
      <ul className="mt-1">
        {found.map(({ shape, matching }) => (
          <li key={shape}>
            <label className="flex items-center gap-2 rounded py-1 hover:bg-sunken">
              <Checkbox
                aria-label={`${SHAPE_NOUNS[shape]} (${shape})`}
                checked={readWords(text).includes(shape)}
                onChange={() => onChange(toggleWord(text, shape))}
              />
              <span className="shrink-0">{SHAPE_NOUNS[shape]}</span>
              <span className="min-w-0 truncate font-mono text-sm text-faint">
                {matching[0] ?? EXAMPLES[shape]}
              </span>
              <span className="ml-auto text-sm text-soft">{formatCount(matching.length)}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  )
}
