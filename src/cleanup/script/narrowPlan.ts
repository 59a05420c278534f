import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { CannotReason, DeletionPlan, PlannedGroup } from '../../deletion/plan/deletionPlan.ts'
import type { KeptReason } from '../../deletion/plan/keptBecause.ts'
import { type DeletionReport, type TagOutcome, isAllWell } from '../../deletion/plan/report.ts'
import { guessAbility } from '../../deletion/ability/ability.ts'
import { planDeletion } from '../../deletion/plan/plan.ts'
import type { Place } from '../../registry/place.ts'
import { describeCannot, describeKept } from '../../deletion/words.ts'

/** Why a selected tag is left alone. */
export type Skip = {
  readonly why: string
  /** It is so by design, or somebody else was faster; else something is not known. */
  readonly isExpected: boolean
}

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
  readonly skipped: ReadonlyMap<Tag, Skip>
}> {
  const skipped = new Map<Tag, Skip>()
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

/** What a run would skip on this registry, by a plan that only reads. */
export async function foreseeSkips(
  place: Place,
  selected: readonly Tag[],
  digests: ReadonlyMap<Tag, Digest>,
): Promise<ReadonlyMap<Tag, Skip>> {
  const { transport, repository, signal } = place
  const ability = await guessAbility(place)
  const options = { ability, signal, isDry: true, skipsSpace: true }
  const planner: Parameters<typeof narrowPlan>[0] = (left, known) =>
    planDeletion(transport, repository, left, { ...options, known })
  return (await narrowPlan(planner, selected, digests, [])).skipped
}

function addSkipped(
  skipped: Map<Tag, Skip>,
  { alreadyGone, groups }: DeletionPlan,
  digests: ReadonlyMap<Tag, Digest>,
): void {
  for (const tag of alreadyGone)
    skipped.set(tag, { why: 'deleted by somebody else', isExpected: true })
  for (const { role, method, tags, digest, keptBecause } of groups) {
    if (role.kind !== 'selected') continue
    for (const tag of tags) {
      const seen = digests.get(tag)
      const why = digest ? 'moved' : 'couldn’t check where it points'
      const isElsewhere = seen !== undefined && seen !== digest
      const skip = isElsewhere ? { why, isExpected: !!digest } : skipFor(method, keptBecause)
      if (skip) skipped.set(tag, skip)
    }
  }
}

function skipFor(
  method: PlannedGroup['method'],
  keptBecause: readonly KeptReason[],
): Skip | undefined {
  switch (method.kind) {
    case 're-push': {
      const why = keptBecause.map((reason) => describeKept(reason)).join('; ')
      return { why: `its image is kept: ${why}`, isExpected: keptBecause.every(isKnown) }
    }
    case 'replace':
      return { why: 'can’t be deleted on its own', isExpected: true }
    case 'none':
      return { why: describeCannot(method.because), isExpected: isLimit(method.because) }
    default:
      return undefined
  }
}

/** Whether an image is kept because of what is known, rather than because something could not be told. */
function isKnown({ kind }: KeptReason): boolean {
  return ['shared', 'in-index', 'subject-stays'].includes(kind)
}

/** Whether this registry can never delete such a tag on its own. */
function isLimit({ kind }: CannotReason): boolean {
  return ['schema-1', 'too-large', 'incomplete-image'].includes(kind)
}

/** Whether nothing failed and nothing is unknown. A tag that is kept for a known reason is as it should be. */
export function isAsExpected(report: DeletionReport): boolean {
  const isExpected = (outcome: TagOutcome) =>
    outcome.kind === 'moved' ||
    (outcome.kind === 'pushed-again' && outcome.image !== 'unknown') ||
    (outcome.kind === 'kept' && isKnown(outcome.because)) ||
    (outcome.kind === 'cannot' && isLimit(outcome.because))
  const outcomes = [...report.outcomes].filter(([, outcome]) => !isExpected(outcome))
  return isAllWell({ ...report, outcomes: new Map(outcomes) })
}

/** Attachments that share their image with others stay where tags cannot be deleted. */
function withoutRePushes(plan: DeletionPlan): DeletionPlan {
  const groups = plan.groups.filter(({ method }) => !['re-push', 'replace'].includes(method.kind))
  const left = new Set(groups.flatMap(({ tags }) => tags))
  const attachmentTags = new Set([...plan.attachmentTags].filter((tag) => left.has(tag)))
  return { ...plan, groups, attachmentTags }
}
