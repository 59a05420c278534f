import type { PlanProgress } from '../../../deletion/plan/plan.ts'
import { formatCount } from '../../../format/count.ts'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'

const STEPS: Readonly<Record<PlanProgress['step'], string>> = {
  listing: 'Listing the tags',
  tags: 'Looking where each tag points',
  manifests: 'Reading what the images hold',
  trial: 'Trying whether a deletion works, on an empty index',
  blobs: 'Checking whether it can be brought back',
  space: 'Counting the space that it can free',
}

/** What the plan is busy with, or `rest` when it is through: one place for both, so that nothing jumps. */
export function PlanProgressLine({
  progress,
  rest,
}: {
  progress: PlanProgress | undefined
  /** Said when nothing more is asked. */
  rest?: string | undefined
}) {
  const { step, done, total } = progress ?? { step: undefined, done: 0, total: 0 }
  const text = step ? STEPS[step] : 'Asking whether the registry deletes'
  return (
    <div className="pt-1 pb-2">
      <p role="status" className="text-soft">
        {rest ?? `${text}${total > 0 ? `: ${formatCount(done)} of ${formatCount(total)}` : '…'}`}
      </p>
      {rest === undefined ? (
        <ProgressBar label={text} done={done} total={total} />
      ) : (
        <div className="mt-1.5 h-1" />
      )}
    </div>
  )
}
