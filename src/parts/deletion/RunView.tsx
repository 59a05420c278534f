import { DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import type { RunningDeletion } from '../leftDeletions.ts'
import { OutcomeList } from './OutcomeList.tsx'
import { ProgressBar } from './PlanProgressLine.tsx'
import { RunButtons } from './RunButtons.tsx'
import { useRunProgress } from './useRunProgress.ts'

/** The deletion at work: how far it is, what became of each tag so far, pause and stop. */
export function RunView({ deletion }: { deletion: RunningDeletion }) {
  const { progress, state, change, done, total, text, remaining } = useRunProgress(deletion)
  const tags = deletion.plan.groups.flatMap(({ method, tags: names }) =>
    method.kind === 'none' ? [] : names,
  )
  return (
    <>
      <DialogBody>
        <p className="flex flex-wrap justify-between gap-x-4 pt-1 text-soft">
          <span role="status">
            {text}
            {state === 'paused' && ' · paused: what has begun is finished first'}
            {state === 'stopped' && ' · stopping: what has begun is finished first'}
          </span>
          <span className="ml-auto tabular-nums">{remaining}</span>
        </p>
        <ProgressBar label="Deletion" done={done} total={total} />
        <div className="mt-3">
          <OutcomeList tags={tags} outcomes={progress?.outcomes ?? new Map()} />
        </div>
      </DialogBody>
      <DialogFooter>
        <RunButtons state={state} onChange={change} hasFocus />
      </DialogFooter>
    </>
  )
}
