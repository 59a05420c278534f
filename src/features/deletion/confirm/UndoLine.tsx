import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { formatCounted } from '../../../format/count.ts'
import { describeNoUndo } from '../words.ts'

/** Whether all of it can be brought back. What cannot says so in its own line. */
export function UndoLine({ plan }: { plan: DeletionPlan }) {
  const going = plan.groups.filter(({ method }) => method.kind !== 'none')
  if (going.length === 0) return null
  const forGood = countForGood(plan)
  if (forGood > 0) {
    return (
      <p className="mt-1 text-warning">
        {forGood === going.length
          ? 'This cannot be undone.'
          : `${formatCounted(forGood, 'of these images', 'of these images')} cannot be brought back; the rest can, until garbage is collected.`}
      </p>
    )
  }
  const isUnchecked = going.some(({ undo }) => undo.kind === 'unchecked')
  return (
    <p className="mt-1 text-soft">
      {plan.isComplete && !isUnchecked
        ? 'Can be undone from this browser until the registry collects its garbage.'
        : plan.isComplete
          ? 'Can most likely be undone until the registry collects its garbage; not every part of it could be checked.'
          : 'Whether it can be undone is being checked…'}
    </p>
  )
}

/** How many of the images that go cannot be brought back. Where nothing is lost, nothing has to be. */
export function countForGood({ groups }: DeletionPlan): number {
  const isLost = groups.filter(
    ({ method, undo }) => method.kind !== 'none' && describeNoUndo(undo) !== undefined,
  )
  return isLost.length
}
