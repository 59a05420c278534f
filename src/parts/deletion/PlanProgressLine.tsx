import type { PlanProgress } from '../../deletion/plan.ts'
import { formatCount } from '../../format/count.ts'

const STEPS: Readonly<Record<PlanProgress['step'], string>> = {
  listing: 'Listing the tags',
  tags: 'Looking where each tag points',
  manifests: 'Reading what the images hold',
  trial: 'Trying whether a deletion works, on an empty index',
}

/** What the plan is busy with. It has its place from the first moment, so that nothing jumps. */
export function PlanProgressLine({ progress }: { progress: PlanProgress | undefined }) {
  const { step, done, total } = progress ?? { step: undefined, done: 0, total: 0 }
  const text = step ? STEPS[step] : 'Asking whether the registry deletes'
  return (
    <div className="py-3">
      <p role="status" className="text-soft">
        {text}
        {total > 0 ? `: ${formatCount(done)} of ${formatCount(total)}` : '…'}
      </p>
      <ProgressBar label={text} done={done} total={total} />
    </div>
  )
}

/** A bar; without a total it says only that something goes on. */
export function ProgressBar({
  label,
  done,
  total,
}: {
  label: string
  done: number
  total: number
}) {
  return (
    <progress
      aria-label={label}
      max={total > 0 ? total : undefined}
      value={total > 0 ? done : undefined}
      className="mt-2 block h-1.5 w-full overflow-hidden rounded-full accent-accent"
    />
  )
}
