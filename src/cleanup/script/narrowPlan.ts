import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { DeletionPlan, PlannedGroup } from '../../deletion/plan/deletionPlan.ts'

export type Narrowed = {
  /** `undefined` where nothing is left to do. */
  readonly plan: DeletionPlan | undefined
  /** Selected tags that are not touched, and why. */
  readonly skipped: ReadonlyMap<Tag, string>
}

/** Plans the deletion of `selected`; manifests that are `known` are not asked again. */
export type Planner = (
  selected: readonly Tag[],
  known: Iterable<FetchedManifest>,
) => Promise<DeletionPlan>

/**
 * A plan with nothing in it that takes a person to decide: no image is pushed anew to take a tag off it, and a
 * tag that moved since the rule looked at it stays. What is left out counts as staying, so the plan is made
 * anew without it.
 *
 * @param digests where the rule saw the tags; those that it did not look at are missing
 */
export async function narrowPlan(
  planner: Planner,
  selected: readonly Tag[],
  digests: ReadonlyMap<Tag, Digest>,
  known: Iterable<FetchedManifest>,
): Promise<Narrowed> {
  const skipped = new Map<Tag, string>()
  let left = selected
  let manifests = known
  while (left.length > 0) {
    const plan = await planner(left, manifests)
    const reasons = findSkipped(plan, digests)
    if (reasons.size === 0) return { plan: withoutRePushes(plan), skipped }
    for (const [tag, reason] of reasons) skipped.set(tag, reason)
    left = left.filter((tag) => !reasons.has(tag))
    manifests = plan.store.known.values()
  }
  return { plan: undefined, skipped }
}

function findSkipped(
  plan: DeletionPlan,
  digests: ReadonlyMap<Tag, Digest>,
): ReadonlyMap<Tag, string> {
  const skipped = new Map<Tag, string>()
  for (const tag of plan.alreadyGone) skipped.set(tag, 'somebody else removed it')
  for (const group of plan.groups) {
    if (group.role.kind !== 'selected') continue
    const reason = whySkipped(group)
    for (const tag of group.tags) {
      const seen = digests.get(tag)
      if (seen !== undefined && seen !== group.digest) skipped.set(tag, 'moved')
      else if (reason) skipped.set(tag, reason)
    }
  }
  return skipped
}

function whySkipped({ method }: PlannedGroup): string | undefined {
  if (isRePush(method)) return 'would untag: skipped here'
  return method.kind === 'none' ? 'cannot be removed alone' : undefined
}

function isRePush({ kind }: PlannedGroup['method']): boolean {
  return kind === 're-push' || kind === 'replace'
}

/** Attachments that share their image with others stay where tags cannot be deleted. */
function withoutRePushes(plan: DeletionPlan): DeletionPlan {
  const groups = plan.groups.filter(({ method }) => !isRePush(method))
  const left = new Set(groups.flatMap(({ tags }) => tags))
  return {
    ...plan,
    groups,
    attachmentTags: new Set([...plan.attachmentTags].filter((tag) => left.has(tag))),
  }
}
