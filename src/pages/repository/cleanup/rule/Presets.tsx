import { useMemo } from 'react'
import { listMatching } from '../../../../cleanup/language/pattern.ts'
import { formatCounted } from '../../../../format/count.ts'
import type { Tag } from '../../../../registry/names.ts'
import { type ClauseDraft, createClause, readWords } from './ruleDraft.ts'

/** What people clean up most, as clauses to start from; the figures are there to be changed. */
const PRESETS = [
  ['Pull-request images older than 2 weeks', 'mr-* pr-* pull-*', 'older=2w'],
  ['Keep the 3 highest of each minor version', '.release', 'newest=3&by=version&per=minor'],
  ['Pre-releases older than 30 days', '.prerelease', 'older=30d'],
  [
    'Keep the 5 newest builds of each branch',
    'build-* ci-* develop-* main-* master-*',
    'newest=5&per=prefix',
  ],
  ['Anything older than a year, but the 10 newest', '*', 'older=365d&newest=10'],
] as const

/** Clauses to start from, with how many tags here each is about; folded up where the rule has a clause. */
export function Presets({
  tags,
  isFirst,
  onChoose,
}: {
  tags: readonly Tag[]
  /** The rule has no clause yet. */
  isFirst: boolean
  onChoose: (clause: ClauseDraft) => void
}) {
  const counts = useMemo(
    () => PRESETS.map(([, patterns]) => listMatching(readWords(patterns), tags).length),
    [tags],
  )
  const list = (
    <ul aria-label="Presets" className="grid w-full gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {PRESETS.map(([text, patterns, rest], at) => (
        <li key={text}>
          <button
            type="button"
            onClick={() =>
              onChoose(createClause([['tags', patterns], ...new URLSearchParams(rest)]))
            }
            className="flex size-full flex-col items-start rounded-xl border border-line bg-surface px-4 py-3 text-left hover:border-accent"
          >
            <span className="font-semibold">{text}</span>
            <span className="text-sm text-soft">
              looks at {formatCounted(counts[at] ?? 0, 'tag')}:{' '}
              <span className="font-mono">{patterns}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
  if (isFirst) return list
  return (
    <details className="open:w-full">
      <summary className="mb-2 cursor-pointer text-soft">or start one from a preset</summary>
      {list}
    </details>
  )
}
