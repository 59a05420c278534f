import { useMemo } from 'react'
import { compilePatterns, readPatterns } from '../../../../cleanup/language/pattern.ts'
import { formatCount, formatCounted } from '../../../../format/count.ts'
import type { Tag } from '../../../../registry/names.ts'
import { PRESETS } from './presets.ts'
import type { ClauseDraft } from './ruleDraft.ts'

/** Clauses to start from, with how many tags here each is about. Later they hide behind a choice. */
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
  const counts = useMemo(() => PRESETS.map((preset) => countMatching(preset.tags, tags)), [tags])
  if (!isFirst) {
    return (
      <select
        aria-label="Add from a preset"
        value=""
        onChange={(event) => {
          const preset = PRESETS[Number(event.target.value)]
          if (preset) onChoose(preset.create())
        }}
        className="h-8 max-w-full min-w-0 rounded-lg border border-line bg-surface px-2 text-soft"
      >
        <option value="">or start one from…</option>
        {PRESETS.map(({ text }, at) => (
          <option key={text} value={at}>
            {text} ({formatCount(counts[at] ?? 0)})
          </option>
        ))}
      </select>
    )
  }
  return (
    <ul aria-label="Presets" className="grid w-full gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {PRESETS.map(({ text, tags: patterns, create }, at) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => onChoose(create())}
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
}

function countMatching(patterns: string, tags: readonly Tag[]): number {
  const matcher = compilePatterns(readPatterns(patterns, 'tags'))
  return tags.filter((tag) => matcher.match(tag) !== undefined).length
}
