import { CircleHelp } from 'lucide-react'
import { useDeferredValue, useId, useMemo } from 'react'
import { listMatching, readPatterns } from '../../../../cleanup/language/pattern.ts'
import { formatCount } from '../../../../format/count.ts'
import type { Tag } from '../../../../registry/names.ts'
import { Popover } from '../../../../ui/Popover.tsx'
import { readWords } from '../rule/ruleDraft.ts'
import { Fault } from './fields.tsx'
import { PatternHelp } from './PatternHelp.tsx'

/** Names that are shown of what matches. */
const NAMED = 4

/** A field for globs and shapes, with what they match in this repository. */
export function PatternField({
  label,
  text,
  onChange,
  tags,
  problem,
  placeholder,
  hasFocus = false,
}: {
  label: string
  text: string
  onChange: (text: string) => void
  /** All tags that a rule may select. */
  tags: readonly Tag[]
  problem: string | undefined
  placeholder: string
  /** It gets the focus when it appears. */
  hasFocus?: boolean
}) {
  const id = useId()
  // An empty field is not filled in yet: that is no fault to point at.
  const fault = text.trim() === '' ? undefined : problem
  return (
    <div className="min-w-0 grow basis-64">
      <div className="flex items-center gap-1">
        <input
          type="text"
          aria-label={label}
          aria-describedby={id}
          aria-invalid={fault !== undefined}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever adds a clause fills it in next
          autoFocus={hasFocus}
          placeholder={placeholder}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          className="h-8 w-full min-w-0 rounded-lg border border-line bg-surface px-2.5 font-mono text-sm aria-invalid:border-danger"
        />
        <Popover label={`What can stand in “${label}”`} icon={<CircleHelp size={15} aria-hidden />}>
          {() => <PatternHelp text={text} onChange={onChange} tags={tags} />}
        </Popover>
      </div>
      <div id={id} className="mt-1 text-sm text-soft">
        <Fault text={fault} />
        {!problem && <Matching text={text} tags={tags} />}
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
