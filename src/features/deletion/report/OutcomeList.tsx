import type { TagOutcome } from '../../../deletion/plan/report.ts'
import { visibleText } from '../../../format/visibleText.ts'
import type { Tag } from '../../../registry/names.ts'
import { describeOutcome } from '../../../deletion/words.ts'
import { Line, LongList } from '../plan/PlanSection.tsx'

const LOOK: Readonly<Record<TagOutcome['kind'], string>> = {
  deleted: 'text-ok',
  'already-gone': 'text-ok',
  moved: 'text-warning',
  'pushed-again': 'text-warning',
  elsewhere: 'text-warning',
  cannot: 'text-warning',
  kept: 'text-warning',
  unconfirmed: 'text-warning',
  'not-started': 'text-soft',
  'not-settled': 'text-danger',
  failed: 'text-danger',
}

/** Tag by tag what became of it; `waiting` where its turn has not come. */
export function OutcomeList({
  tags,
  outcomes,
}: {
  tags: readonly Tag[]
  outcomes: ReadonlyMap<Tag, TagOutcome>
}) {
  return (
    <ul aria-label="Results">
      <LongList items={tags} label="tags">
        {(tag) => <Line key={tag} as="li" tags={[tag]} reason={describe(outcomes.get(tag))} />}
      </LongList>
    </ul>
  )
}

function describe(outcome: TagOutcome | undefined) {
  if (!outcome) return <span className="text-faint">waiting</span>
  return (
    <>
      <span className={LOOK[outcome.kind]}>{describeOutcome(outcome)}</span>
      {'message' in outcome && (
        <span className="block font-mono text-sm break-all">
          {visibleText(outcome.message, 500)}
        </span>
      )}
    </>
  )
}
