import { useMemo } from 'react'
import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { leaveAttachments, leaveImages } from '../../../deletion/plan/leaveOut.ts'
import { countFreed } from '../../../deletion/plan/space.ts'
import { formatBytes, formatExactBytes } from '../../../format/bytes.ts'
import type { Tag } from '../../../registry/names.ts'
import { GoesLines } from './GoesLines.tsx'
import { MethodLines } from './MethodLines.tsx'
import { CannotLines, OrphanLines, UncheckedLines } from './OddLines.tsx'
import { AttachmentsOption, type PlanChoice, TagsOnlyOption } from '../confirm/PlanOptions.tsx'
import { PlanSection } from './PlanSection.tsx'
import { SpaceNote } from '../confirm/SpaceNote.tsx'
import { StayLines } from './StayLines.tsx'
import { UndoLine } from '../confirm/UndoLine.tsx'
import { nameSome } from '../../../format/nameSome.ts'
import { formatPlanJson } from '../../../deletion/plan/planJson.ts'
import { registryNow } from '../../../queries/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { saveFile } from '../../../ui/saveFile.ts'

/** The plan as it is carried out with a choice. */
export function choose(
  plan: DeletionPlan,
  { tagsOnly, withAttachments }: PlanChoice,
): DeletionPlan {
  const images = tagsOnly ? leaveImages(plan) : plan
  return withAttachments ? images : leaveAttachments(images)
}

/** What goes, what stays and why, and what could not be checked: to be read in seconds. */
export function PlanView({
  planned,
  plan,
  isCounting,
  notShown,
  choice,
  onChoice,
  isRecorded,
  onAdd,
}: {
  planned: DeletionPlan
  /** `planned` with the choice. */
  plan: DeletionPlan
  /** Manifests are still being read. */
  isCounting: boolean
  notShown: readonly Tag[]
  choice: PlanChoice
  onChoice: (choice: PlanChoice) => void
  /** What goes is written down, so that it can be brought back. */
  isRecorded: boolean
  /** Adds tags to the selection. */
  onAdd: (tags: readonly Tag[]) => void
}) {
  const notShownHere = notShown.filter((tag) => planned.states.has(tag))
  return (
    <>
      {notShownHere.length > 0 && (
        <p className="pb-3 text-warning">
          Selected, but not shown on the page: {nameSome(notShownHere, 20)}.
        </p>
      )}
      {plan.moved.length > 0 && (
        <p className="pb-3 text-warning">
          Moved to another image since they were selected, and so kept: {nameSome(plan.moved, 20)}.
        </p>
      )}
      <PlanSection title="Goes">
        <GoesLines plan={plan} />
        <AttachmentsOption
          plan={choose(planned, { ...choice, withAttachments: true })}
          choice={choice}
          onChoice={onChoice}
        />
        {isRecorded && <UndoLine plan={plan} />}
      </PlanSection>
      <CannotLines plan={plan} />
      <UncheckedLines plan={planned} />
      <PlanSection title="Stays">
        <StayLines plan={plan} />
      </PlanSection>
      <PlanSection title="Space">
        <SpaceNote repository={plan.repository} ability={plan.ability}>
          <Freed plan={plan} isCounting={isCounting} />
        </SpaceNote>
      </PlanSection>
      <OrphanLines orphans={plan.orphans} onAdd={onAdd} />
      <PlanSection title="How">
        <MethodLines plan={plan} />
        <TagsOnlyOption plan={planned} choice={choice} onChoice={onChoice} />
        <p className="mt-1 text-soft">
          Whoever uses one of these images by its digest alone cannot be seen from here.
        </p>
        {plan.isComplete && (
          <Button className="mt-1" onClick={() => savePlan(plan)}>
            Download the plan as JSON
          </Button>
        )}
      </PlanSection>
    </>
  )
}

function savePlan(plan: DeletionPlan): void {
  const name = `delete-from-${plan.repository.replaceAll('/', '-')}.json`
  saveFile(name, formatPlanJson(plan, new Date(registryNow())), 'application/json')
}

/** Its line is there before the number, so that nothing jumps. */
function Freed({ plan, isCounting }: { plan: DeletionPlan; isCounting: boolean }) {
  const freed = useMemo(() => countFreed(plan), [plan])
  if (freed?.bytes === 0) {
    return <p>Nothing can be freed, as far as this repository’s tags can see.</p>
  }
  if (freed) {
    return (
      <p title={formatExactBytes(freed.bytes)}>
        Up to <b className="font-semibold">{formatBytes(freed.bytes)}</b> can be freed, as far as
        this repository’s tags can see.
      </p>
    )
  }
  return (
    <p className="text-soft">
      {isCounting
        ? 'What can be freed: counting…'
        : 'What can be freed is not known: not every manifest could be read.'}
    </p>
  )
}
