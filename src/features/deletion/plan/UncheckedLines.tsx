import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import type { UnknownTag } from '../../../registry/tags/tagReader.ts'
import type { Tag } from '../../../registry/names.ts'
import { PlanSection, TagNames } from './PlanSection.tsx'

/** Tags of which nothing could be told: they stay, and so does every image that they may be on. */
export function UncheckedLines({ plan: { unknown, listIsWhole } }: { plan: DeletionPlan }) {
  if (unknown.length === 0 && listIsWhole) return null
  return (
    <PlanSection title="Could not be checked, and stays">
      {unknown.map(({ tag, state }) => (
        <p key={tag} className="py-1">
          <TagNames tags={[tag]} /> <span className="text-soft">{describeProblem(tag, state)}</span>
        </p>
      ))}
      {!listIsWhole && <p className="py-1">The registry does not give its whole list of tags.</p>}
      <p className="py-1 text-soft">
        No image is deleted that such a tag may be on: only tags are removed.
      </p>
    </PlanSection>
  )
}

function describeProblem(tag: Tag, { hasEmptyLink, problem }: UnknownTag): string {
  if (hasEmptyLink) {
    return `its link on the registry’s disk is empty: push it again to repair it, or delete it; the folder _manifests/tags/${tag}/index/ there still knows its digests`
  }
  return problem === 'no-right' ? 'you have no right to read it' : 'the registry fails to read it'
}
