import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import type { Tag } from '../../../registry/names.ts'
import { LongList } from './LongList.tsx'
import { Line, PlanSection, TagNames } from './PlanSection.tsx'
import { describeCannot } from '../../../deletion/words.ts'

/** Selected tags that stay all the same, those with one reason together. */
export function CannotLines({ plan }: { plan: DeletionPlan }) {
  const reasons = new Map<string, Tag[]>()
  for (const { method, role, tags } of plan.groups) {
    if (method.kind !== 'none' || role.kind !== 'selected') continue
    const reason = describeCannot(method.because)
    reasons.set(reason, [...(reasons.get(reason) ?? []), ...tags])
  }
  if (reasons.size === 0) return null
  return (
    <PlanSection title="Selected, but stays: it cannot be removed">
      <LongList items={[...reasons]} label="reasons">
        {([reason, tags]) => (
          <Line key={reason} reason={reason}>
            <TagNames tags={tags} />
          </Line>
        )}
      </LongList>
    </PlanSection>
  )
}
