import { useSyncExternalStore } from 'react'
import { type RunningDeletion, leftDeletions } from '../leftDeletions.ts'
import { ProgressBar } from './PlanProgressLine.tsx'
import { RunButtons } from './RunButtons.tsx'
import { useRunProgress } from './useRunProgress.ts'

/** At the foot of every page: deletions whose own page was left, to be paused and stopped. */
export function LeftDeletions() {
  const left = useSyncExternalStore(leftDeletions.subscribe, leftDeletions.read)
  return (
    <div className="fixed inset-x-3 bottom-5 z-30 mx-auto flex max-w-xl flex-col gap-2">
      {left.map((deletion) => (
        <LeftDeletion key={deletion.id} deletion={deletion} />
      ))}
    </div>
  )
}

function LeftDeletion({ deletion }: { deletion: RunningDeletion }) {
  const { state, change, done, total, text, remaining } = useRunProgress(deletion)
  const { repository } = deletion.plan
  return (
    <section
      aria-label={`Deletion in ${repository}`}
      data-foot
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-surface px-4 py-2.5 shadow-xl"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate">
          <b className="font-semibold">{repository}</b>{' '}
          <span className="text-soft">{state === 'paused' ? 'Paused' : text}</span>
          {remaining && <span className="text-faint"> · {remaining}</span>}
        </p>
        <ProgressBar label={`Deletion in ${repository}`} done={done} total={total} />
      </div>
      <RunButtons state={state} onChange={change} />
    </section>
  )
}
