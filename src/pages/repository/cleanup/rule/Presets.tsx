import { useMemo } from 'react'
import { listMatching } from '../../../../cleanup/language/pattern.ts'
import { SHAPE_NOUNS } from '../../../../cleanup/language/sentence.ts'
import { isShape } from '../../../../cleanup/language/shapes.ts'
import { formatCount, formatCounted } from '../../../../format/count.ts'
import type { CleanUp } from '../useCleanUp.ts'
import { type Pair, readWords } from './ruleDraft.ts'

/** The most common clean-up clauses as a starting point; the numbers are meant to be changed. */
const PRESETS = [
  ['Pull-request images older than 2 weeks', 'mr-* pr-* pull-*', 'older=2w'],
  ['Keep the 3 highest of each minor version', '.release', 'newest=3&by=version&per=minor'],
  ['Pre-releases older than 30 days', '.prerelease', 'older=30d'],
  [
    'Keep the 5 newest builds of each branch',
    'build-* ci-* develop-* main-* master-*',
    'newest=5&per=prefix',
  ],
  ['Anything older than a year, except the 10 newest', '*', 'older=365d&newest=10'],
] as const

/** Clauses to start from, each with how many tags it covers and, if known, how many it would delete. */
export function Presets({
  cleanUp: { tags, draft, foresee },
  onAdd,
}: {
  cleanUp: CleanUp
  onAdd: (pairs: readonly Pair[]) => void
}) {
  const isFirst = draft.clauses.length === 0
  const presets = useMemo(
    () =>
      PRESETS.map(([text, patterns, rest]) => {
        const pairs: readonly Pair[] = [['tags', patterns], ...new URLSearchParams(rest)]
        const matched = listMatching(readWords(patterns), tags).length
        // After other clauses, a preset would delete something else.
        const going = isFirst && matched > 0 ? foresee([...draft.head, ...pairs]) : undefined
        return { text, patterns, pairs, matched, going }
      }),
    [tags, isFirst, draft.head, foresee],
  )
  return (
    <ul aria-label="Presets" className="grid w-full gap-2 @lg:grid-cols-2">
      {presets.map(({ text, patterns, pairs, matched, going }) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => onAdd(pairs)}
            className="flex size-full flex-col items-start rounded-xl border border-line bg-surface px-4 py-3 text-left hover:border-accent"
          >
            <span className="font-semibold">{text}</span>
            <span className="text-sm text-soft">
              matches {formatCounted(matched, 'tag')}:{' '}
              {isShape(patterns) ? (
                SHAPE_NOUNS[patterns]
              ) : (
                <span className="font-mono">{patterns}</span>
              )}
            </span>
            {going !== undefined && (
              <span className={`text-sm ${going > 0 ? 'text-danger' : 'text-soft'}`}>
                would delete {going > 0 ? formatCount(going) : 'none'}
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}
