import { useMemo } from 'react'
import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { formatPlanJson } from '../../../deletion/plan/planJson.ts'
import { countFreed } from '../../../deletion/plan/space.ts'
import { formatBytes, formatExactBytes } from '../../../format/bytes.ts'
import { nameSome } from '../../../format/nameSome.ts'
import { registryNow } from '../../../queries/session.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { saveFile } from '../../../ui/saveFile.ts'
import { AttachmentsOption, type PlanChoice, TagsOnlyOption } from '../confirm/PlanOptions.tsx'
import { SpaceNote } from '../confirm/SpaceNote.tsx'
import { describeUndo } from '../words.ts'
import { GoesLines } from './GoesLines.tsx'
import { MethodLines } from './MethodLines.tsx'
import { CannotLines, OrphanLines, UncheckedLines } from './OddLines.tsx'
import { PlanSection } from './PlanSection.tsx'
import { StayLines } from './StayLines.tsx'

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
  const freed = useMemo(() => countFreed(plan), [plan])
  const undo = isRecorded ? describeUndo(plan) : undefined
  const hidden = notShown.filter((tag) => planned.states.has(tag))
  const { repository, moved } = plan
  const save = () => {
    const name = `delete-from-${repository.replaceAll('/', '-')}.json`
    saveFile(name, formatPlanJson(plan, new Date(registryNow())), 'application/json')
  }
  return (
    <>
      {hidden.length > 0 && (
        <p className="pb-3 text-warning">
          Selected, but not shown on the page: {nameSome(hidden, 20)}.
        </p>
      )}
      {moved.length > 0 && (
        <p className="pb-3 text-warning">
          Moved to another image since they were selected, and so kept: {nameSome(moved, 20)}.
        </p>
      )}
      <PlanSection title="Goes">
        <GoesLines plan={plan} />
        <AttachmentsOption planned={planned} choice={choice} onChoice={onChoice} />
        {undo && (
          <p className={`mt-1 ${undo.isForGood ? 'text-warning' : 'text-soft'}`}>{undo.text}</p>
        )}
      </PlanSection>
      <CannotLines plan={plan} />
      <UncheckedLines plan={planned} />
      <PlanSection title="Stays">
        <StayLines plan={plan} />
      </PlanSection>
      <SpaceNote repository={repository} ability={plan.ability}>
        {/* Its line is there before the number, so that nothing jumps. */}
        {freed && freed.bytes > 0 ? (
          <p title={formatExactBytes(freed.bytes)}>
            Up to <b className="font-semibold">{formatBytes(freed.bytes)}</b> can be freed, as far
            as this repository’s tags can see.
          </p>
        ) : freed ? (
          <p>Nothing can be freed, as far as this repository’s tags can see.</p>
        ) : (
          <p className="text-soft">
            {isCounting
              ? 'What can be freed: counting…'
              : 'What can be freed is not known: not every manifest could be read.'}
          </p>
        )}
      </SpaceNote>
      <OrphanLines plan={plan} onAdd={onAdd} />
      <PlanSection title="How">
        <MethodLines plan={plan} />
        <TagsOnlyOption planned={planned} choice={choice} onChoice={onChoice} />
        <p className="mt-1 text-soft">
          Whoever uses one of these images by its digest alone cannot be seen from here.
        </p>
        {plan.isComplete && (
          <Button className="mt-1" onClick={save}>
            Download the plan as JSON
          </Button>
        )}
      </PlanSection>
    </>
  )
}
