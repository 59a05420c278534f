import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { describeNoUndo } from '../words.ts'

/** Whether a plan is carried out only when the repository's name was typed: it is all of it, or for good. */
export function needsName(plan: DeletionPlan, isWholeRepository: boolean): boolean {
  return isWholeRepository || countForGood(plan) > 0
}

/** How many of the images that go cannot be brought back. Where nothing is lost, nothing has to be. */
export function countForGood({ groups }: DeletionPlan): number {
  const isLost = groups.filter(
    ({ method, undo }) => method.kind !== 'none' && describeNoUndo(undo) !== undefined,
  )
  return isLost.length
}
