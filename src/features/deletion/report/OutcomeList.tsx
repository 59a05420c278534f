import type { TagOutcome } from '../../../deletion/plan/report.ts'
import { visibleText } from '../../../format/visibleText.ts'
import type { Tag } from '../../../registry/names.ts'
import { LongList } from '../plan/LongList.tsx'
import { describeOutcome } from '../../../deletion/words.ts'

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
        {(tag) => <OutcomeRow key={tag} tag={tag} outcome={outcomes.get(tag)} />}
      </LongList>
    </ul>
  )
}

function OutcomeRow({ tag, outcome }: { tag: Tag; outcome: TagOutcome | undefined }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
      <bdi className="font-mono text-sm break-all">{tag}</bdi>
      {outcome ? (
        <span className={`ml-auto min-w-0 ${LOOK[outcome.kind]}`}>
          {describeOutcome(outcome)}
          {'message' in outcome && (
            <span className="block font-mono text-sm break-all text-soft">
              {visibleText(outcome.message, 500)}
            </span>
          )}
        </span>
      ) : (
        <span className="ml-auto text-faint">waiting</span>
      )}
    </li>
  )
}
