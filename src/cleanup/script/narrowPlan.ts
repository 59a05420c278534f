import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { DeletionPlan, PlannedGroup } from '../../deletion/plan/deletionPlan.ts'

/**
 * A plan with nothing in it that takes a person to decide: no image is pushed anew to take a tag off it, and a
 * tag that moved since the rule looked at it stays. What is left out counts as staying, so the plan is made
 * anew without it.
 *
 * @param planner plans the deletion of `selected`; manifests that are `known` are not asked again
 * @param digests where the rule saw the tags; those that it did not look at are missing
 * @returns the plan, `undefined` where nothing is left to do; and why selected tags are not touched
 */
export async function narrowPlan(
  planner: (selected: readonly Tag[], known: Iterable<FetchedManifest>) => Promise<DeletionPlan>,
  selected: readonly Tag[],
  digests: ReadonlyMap<Tag, Digest>,
  known: Iterable<FetchedManifest>,
): Promise<{
  readonly plan: DeletionPlan | undefined
  readonly skipped: ReadonlyMap<Tag, string>
}> {
  const skipped = new Map<Tag, string>()
  let left = selected
  let manifests = known
  while (left.length > 0) {
    const plan = await planner(left, manifests)
    addSkipped(skipped, plan, digests)
    const next = left.filter((tag) => !skipped.has(tag))
    if (next.length === left.length) return { plan: withoutRePushes(plan), skipped }
    left = next
    manifests = plan.store.known.values()
  }
  return { plan: undefined, skipped }
}

function addSkipped(
  skipped: Map<Tag, string>,
  { alreadyGone, groups }: DeletionPlan,
  digests: ReadonlyMap<Tag, Digest>,
): void {
  for (const tag of alreadyGone) skipped.set(tag, 'deleted by somebody else')
  for (const { role, method, tags, digest } of groups) {
    if (role.kind !== 'selected') continue
    for (const tag of tags) {
      const seen = digests.get(tag)
      if (seen !== undefined && seen !== digest) skipped.set(tag, 'moved')
      else if (method.kind === 're-push') skipped.set(tag, 'its image is kept')
      else if (method.kind === 'replace' || method.kind === 'none')
        skipped.set(tag, 'can’t be deleted on its own')
    }
  }
}

function isRePush({ kind }: PlannedGroup['method']): boolean {
  return kind === 're-push' || kind === 'replace'
}

/** Attachments that share their image with others stay where tags cannot be deleted. */
function withoutRePushes(plan: DeletionPlan): DeletionPlan {
  const groups = plan.groups.filter(({ method }) => !isRePush(method))
  const left = new Set(groups.flatMap(({ tags }) => tags))
  const attachmentTags = new Set([...plan.attachmentTags].filter((tag) => left.has(tag)))
  return { ...plan, groups, attachmentTags }
}
