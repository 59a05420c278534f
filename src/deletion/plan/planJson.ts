import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import { countFreed } from './space.ts'

/** A plan as JSON for other programs, without the bytes of manifests. `at` is when it was made. */
export function formatPlanJson(plan: DeletionPlan, at: Date): string {
  const isKept = ({ method }: PlannedGroup) => method.kind === 'none'
  const freed = countFreed(plan)
  return `${JSON.stringify(
    {
      format: 'homeport-deletion-plan/1',
      at: at.toISOString(),
      repository: plan.repository,
      deletes: plan.ability,
      isComplete: plan.isComplete,
      listIsWhole: plan.listIsWhole,
      tags: plan.states.size,
      goes: plan.groups.filter((group) => !isKept(group)).map(describeGroup),
      cannotGo: plan.groups.filter(isKept).map(describeGroup),
      moved: plan.moved,
      alreadyGone: plan.alreadyGone,
      staysByNameOnly: plan.dangling,
      notRead: plan.unknown.map(({ tag, state }) => ({ tag, problem: state.problem })),
      orphans: plan.orphans,
      freedByGarbageCollection: freed ?? null,
    },
    null,
    2,
  )}\n`
}

function describeGroup({ digest, method, keptBecause, keptParts, ...rest }: PlannedGroup) {
  return {
    digest: digest ?? null,
    ...rest,
    method: method.kind === 'none' ? method : { kind: method.kind },
    imageStaysBecause: keptBecause,
    parts: keptParts.map(({ keptBecause: stays, ...part }) => ({ ...part, stays })),
  }
}
