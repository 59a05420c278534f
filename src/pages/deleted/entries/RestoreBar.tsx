import { useSyncExternalStore } from 'react'
import type { RestoreProgress } from '../../../deletion/restore/report.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { findLargeRestore, restoreRuns } from '../../../features/restore/restoring.ts'
import { Button } from '../../../ui/Button.tsx'
import { WorkBar } from '../../../ui/ProgressBar.tsx'

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
    <WorkBar
      label="Restoration"
      done={done}
      total={total}
      text={
        <span role="status">
          <b className="font-semibold">Restoring {formatCounted(count, 'entry', 'entries')}</b>{' '}
          <span className="text-soft">
            {isStopped ? 'Stopping' : text}
            {!isStopped && total > 0 && `: ${formatCount(done)} of ${formatCount(total)}`}
          </span>
        </span>
      }
    >
      <Button onClick={stop} disabled={isStopped}>
        Stop
      </Button>
    </WorkBar>
  )
}
