import { memo } from 'react'
import type { DeletionPlan, PlannedGroup } from '../../../deletion/plan/deletionPlan.ts'
import { Line, Lines, LongList } from './PlanSection.tsx'
import { countParts, keyOf, namePart, partsOf } from './planParts.ts'
import { describeMethod, describeNoUndo } from '../words.ts'

/** The selected tags that will be deleted, by image. What is deleted along with an image can be unfolded. */
export const GoesLines = memo(function GoesLines({ plan }: { plan: DeletionPlan }) {
  const parts = partsOf(plan)
  const going = plan.groups.filter(
    ({ method, role }) => method.kind !== 'none' && role.kind === 'selected',
  )
  return (
    <>
      <LongList items={going} label="images">
        {(group) => (
          <div key={keyOf(group)}>
            <Line {...group} isGoing reason={describeMethod(group, plan)} />
            <Parts plan={plan} parts={parts.get(group) ?? []} />
            {describeNoUndo(group.undo) && (
              <p className="pb-1 text-sm text-warning">
                Can’t be undone: {describeNoUndo(group.undo)}.
              </p>
            )}
          </div>
        )}
      </LongList>
      {going.length === 0 && plan.alreadyGone.length === 0 && (
        <p className="py-1 text-soft">Nothing: none of the selected tags can be deleted.</p>
      )}
      {plan.alreadyGone.length > 0 && (
        <Line reason="deleted by somebody else" tags={plan.alreadyGone} />
      )}
    </>
  )
})

/** What is deleted along with an image. */
function Parts({ plan, parts }: { plan: DeletionPlan; parts: readonly PlannedGroup[] }) {
  if (parts.length === 0) return null
  const lines = parts.map((part) => {
    const { word, platform } = namePart(plan, part, part.role)
    const noUndo = describeNoUndo(part.undo)
    const reason = noUndo && <span className="text-warning">can’t be undone: {noUndo}</span>
    return { key: keyOf(part), ...part, what: platform ?? word, reason }
  })
  return (
    <details className="pb-1">
      <summary className="cursor-pointer text-soft">
        also deletes {countParts(parts.map((part) => namePart(plan, part, part.role)))}
      </summary>
      <div className="pl-4">
        <Lines lines={lines} label="parts" most={100} />
      </div>
    </details>
  )
}
