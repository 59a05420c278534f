import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import type { PlanProgress } from '../../../deletion/plan/plan.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { attachmentTag } from '../../../image/attachments.ts'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import type { Phase } from '../deletionState.ts'

const STEPS: Readonly<Record<PlanProgress['step'], string>> = {
  listing: 'Listing the tags',
  tags: 'Looking where each tag points',
  manifests: 'Reading what the images hold',
  trial: 'Trying whether a deletion works, on an empty index',
  blobs: 'Checking whether it can be brought back',
  space: 'Counting the space that it can free',
}

/** What the plan is busy with, or what was looked at: one place for both, so that nothing jumps. */
export function PlanProgressLine({
  phase,
}: {
  phase: Phase & { readonly kind: 'planning' | 'planned' }
}) {
  const progress = phase.kind === 'planning' ? phase.progress : undefined
  const { done, total } = progress ?? { done: 0, total: 0 }
  const step = progress ? STEPS[progress.step] : 'Asking whether the registry deletes'
  const count = total > 0 ? `: ${formatCount(done)} of ${formatCount(total)}` : '…'
  return (
    <div className="pt-1 pb-2">
      <p role="status" className="text-soft">
        {phase.kind === 'planned' ? describeLook(phase.plan) : step + count}
      </p>
      {phase.kind === 'planning' ? (
        <ProgressBar label={step} done={done} total={total} />
      ) : (
        <div className="mt-1.5 h-1" />
      )}
    </div>
  )
}

function describeLook({ states }: DeletionPlan): string {
  const attached = [...states.keys()].filter(attachmentTag).length
  const own = states.size - attached
  const among = attached > 0 ? ` and ${formatCounted(attached, 'attachment tag')}` : ''
  const all =
    states.size === 1 ? 'Its only tag was' : `All ${formatCounted(own, 'tag')}${among} were`
  return `${all} looked at a moment ago. What is not under Goes stays.`
}
