import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import type { UnknownTag } from '../../deletion/tagState.ts'
import type { Tag } from '../../registry/names.ts'
import { PlanSection, TagNames } from './PlanSection.tsx'
import { RepairTag } from './RepairTag.tsx'

/** Tags of which nothing could be told: they stay, and so does every image that they may be on. */
export function UncheckedLines({
  plan,
  onRepaired,
}: {
  plan: DeletionPlan
  onRepaired: () => void
}) {
  const { repository, ability, unknown, listIsWhole } = plan
  // A selected tag with an empty link cannot be removed as it is: it can be repaired here too.
  const selected = plan.groups.flatMap(({ method, tags }) =>
    method.kind === 'none' && method.because.kind === 'tag-unread'
      ? tags.map((tag) => ({ tag, state: (method.because as { state: UnknownTag }).state }))
      : [],
  )
  const named = new Map([...unknown, ...selected].map((one) => [one.tag, one.state]))
  if (named.size === 0 && listIsWhole) return null
  const digests = new Map(
    [...plan.states].flatMap(([tag, state]) =>
      state.kind === 'at' ? [[state.digest, tag] as const] : [],
    ),
  )
  return (
    <PlanSection title="Could not be checked, and stays">
      {[...named].map(([tag, state]) => (
        <div key={tag}>
          <p className="py-1">
            <TagNames tags={[tag]} />{' '}
            <span className="text-soft">{describeProblem(tag, state)}</span>
          </p>
          {state.hasEmptyLink && (
            <RepairTag
              repository={repository}
              tag={tag}
              ability={ability}
              digests={digests}
              onRepaired={onRepaired}
            />
          )}
        </div>
      ))}
      {!listIsWhole && <p className="py-1">The registry does not give its whole list of tags.</p>}
      <p className="py-1 text-soft">
        No image is deleted that such a tag may be on: only tags are removed.
      </p>
    </PlanSection>
  )
}

function describeProblem(tag: Tag, state: UnknownTag): string {
  if (state.hasEmptyLink) {
    return `its link on the registry’s disk is empty; the folder _manifests/tags/${tag}/index/ there still knows its digests`
  }
  return state.problem === 'no-right'
    ? 'you have no right to read it'
    : 'the registry fails to read it'
}
