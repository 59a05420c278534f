import { memo } from 'react'
import type { DeletionPlan, PlannedGroup } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import { LongList } from './LongList.tsx'
import { Line } from './PlanSection.tsx'
import { countParts, nameGroup, partsOf } from './planParts.ts'
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

/** Selected tags of one image, what happens to them, and, where it is so, that it is for good. */
function GroupLine({
  plan,
  group,
  parts,
}: {
  plan: DeletionPlan
  group: PlannedGroup
  /** What goes along. */
  parts: readonly PlannedGroup[]
}) {
  const noUndo = describeNoUndo(group.undo)
  const along = countParts(parts.map((part) => nameGroup(plan, part)))
  return (
    <div>
      <Line {...group} isGoing reason={describeMethod(group, plan)}>
        {group.tags.length > COUNTED && (
          <span className="text-sm text-faint">{formatCounted(group.tags.length, 'tag')}</span>
        )}
      </Line>
      {parts.length > 0 && (
        <details className="pb-1">
          <summary className="cursor-pointer text-soft">and with it {along}</summary>
          <ul className="pl-4">
            <LongList items={parts} label="parts">
              {(part) => (
                <li key={keyOf(part)}>
                  <PartLine plan={plan} part={part} />
                </li>
              )}
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
  return <Line {...part} what={platform ?? word} reason={reason} />
}

function keyOf({ digest, tags }: PlannedGroup): string {
  return digest ?? tags.join(' ')
}
