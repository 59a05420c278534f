import { CircleHelp } from 'lucide-react'
import { useDeferredValue, useId, useMemo } from 'react'
import { compilePatterns, readPatterns } from '../../../../cleanup/language/pattern.ts'
import { formatCount } from '../../../../format/count.ts'
import type { Tag } from '../../../../registry/names.ts'
import { Popover } from '../../../../ui/Popover.tsx'
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
}: {
  label: string
  text: string
  onChange: (text: string) => void
  /** All tags that a rule may select. */
  tags: readonly Tag[]
  problem: string | undefined
  placeholder: string
}) {
  const id = useId()
  const deferred = useDeferredValue(text)
  const matching = useMemo(() => listMatching(deferred, tags), [deferred, tags])
  const isEmpty = text.trim() === ''
  return (
    <div className="min-w-0 grow basis-64">
      <div className="flex items-center gap-1">
        <input
          type="text"
          aria-label={label}
          aria-describedby={id}
          aria-invalid={problem !== undefined && !isEmpty}
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
      <p id={id} className="mt-1 truncate text-sm text-soft">
        {problem !== undefined && !isEmpty ? (
          <span className="whitespace-normal text-danger" role="alert">
            {problem}
          </span>
        ) : (
          !isEmpty &&
          matching && (
            <span title={matching.slice(0, 40).join(', ')}>
              matches <b className="font-semibold">{formatCount(matching.length)}</b> of{' '}
              {formatCount(tags.length)}
              {matching.length > 0 && ': '}
              <span className="font-mono text-faint">
                {matching.slice(0, NAMED).join(', ')}
                {matching.length > NAMED && ', …'}
              </span>
            </span>
          )
        )}
      </p>
    </div>
  )
}

/** The tags that a list of patterns matches; `undefined` where it is none. */
function listMatching(text: string, tags: readonly Tag[]): readonly Tag[] | undefined {
  try {
    const matcher = compilePatterns(readPatterns(text.replaceAll(',', ' '), 'tags'))
    return tags.filter((tag) => matcher.match(tag) !== undefined)
  } catch {
    return undefined
  }
}
