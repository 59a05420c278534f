import { useSyncExternalStore } from 'react'
import type { RestoreProgress } from '../../../deletion/restore/report.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { ProgressBar } from '../../../features/deletion/confirm/PlanProgressLine.tsx'
import { findLargeRestore, restoreRuns } from '../../../features/restore/restoring.ts'
import { Button } from '../../../ui/Button.tsx'

const STEPS: Readonly<Record<RestoreProgress['step'], string>> = {
  tags: 'Looking where each tag points',
  blobs: 'Checking that all content is still there',
  manifests: 'Putting manifests back',
  restoring: 'Putting tags back',
}

/** How far bringing back many entries is; at the foot of the window, where they were selected. */
export function RestoreBar() {
  const run = useSyncExternalStore(restoreRuns.subscribe, findLargeRestore)
  if (!run) return null
  const { count, progress, isStopped, stop } = run
  const { done, total } = progress ?? { done: 0, total: 0 }
  const text = progress ? STEPS[progress.step] : 'Reading the record'
  return (
    <section
      aria-label="Restoration"
      data-foot
      className="fixed inset-x-3 bottom-5 z-20 mx-auto flex max-w-xl flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-surface px-4 py-2.5 shadow-xl"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p role="status" className="truncate">
          <b className="font-semibold">Restoring {formatCounted(count, 'entry', 'entries')}</b>{' '}
          <span className="text-soft">
            {isStopped ? 'Stopping' : text}
            {!isStopped && total > 0 && `: ${formatCount(done)} of ${formatCount(total)}`}
          </span>
        </p>
        <ProgressBar label="Restoration" done={done} total={total} />
      </div>
      <Button onClick={stop} disabled={isStopped}>
        Stop
      </Button>
    </section>
  )
}
