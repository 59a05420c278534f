import { memo } from 'react'
import type { DeletionPlan, PlannedGroup } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import { Line, LongList } from './PlanSection.tsx'
import { countParts, keyOf, nameGroup, partsOf } from './planParts.ts'
import { describeMethod, describeNoUndo } from '../words.ts'

/** Tags of one image that are seen at a glance; of more their number is said, too. */
const COUNTED = 5

/** The selected tags that go, each image with what goes along; what goes along can be unfolded by name. */
export const GoesLines = memo(function GoesLines({ plan }: { plan: DeletionPlan }) {
  const parts = partsOf(plan)
  const going = plan.groups.filter(
    ({ method, role }) => method.kind !== 'none' && role.kind === 'selected',
  )
  return (
    <>
      <LongList items={going} label="images">
        {(group) => (
          <GroupLine key={keyOf(group)} plan={plan} group={group} parts={parts.get(group) ?? []} />
        )}
      </LongList>
      {going.length === 0 && plan.alreadyGone.length === 0 && (
        <p className="py-1 text-soft">Nothing: none of the selected tags can be removed.</p>
      )}
      {plan.alreadyGone.length > 0 && (
        <Line reason="deleted by somebody else meanwhile" tags={plan.alreadyGone} />
      )}
    </>
  )
})

/** Selected tags of one image, what goes along, what happens to them, and, where it is so, that it is for good. */
function GroupLine({
  plan,
  group,
  parts,
}: {
  plan: DeletionPlan
  group: PlannedGroup
  parts: readonly PlannedGroup[]
}) {
  const noUndo = describeNoUndo(group.undo)
  return (
    <div>
      <Line {...group} isGoing reason={describeMethod(group, plan)}>
        {group.tags.length > COUNTED && (
          <span className="text-sm text-faint">{formatCounted(group.tags.length, 'tag')}</span>
        )}
      </Line>
      {parts.length > 0 && (
        <details className="pb-1">
          <summary className="cursor-pointer text-soft">
            and with it {countParts(parts.map((part) => nameGroup(plan, part)))}
          </summary>
          <ul className="pl-4">
            <LongList items={parts} label="parts">
              {(part) => <PartLine key={keyOf(part)} plan={plan} part={part} />}
            </LongList>
          </ul>
        </details>
      )}
      {noUndo && <p className="pb-1 text-sm text-warning">Cannot be undone: {noUndo}.</p>}
    </div>
  )
}

function PartLine({ plan, part }: { plan: DeletionPlan; part: PlannedGroup }) {
  const { word, platform } = nameGroup(plan, part)
  const noUndo = describeNoUndo(part.undo)
  const reason = noUndo && <span className="text-warning">cannot be undone: {noUndo}</span>
  return <Line {...part} as="li" what={platform ?? word} reason={reason} />
}
