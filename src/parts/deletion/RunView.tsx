import { useState } from 'react'
import type { DeletionControl } from '../../deletion/control.ts'
import { type DeletionPlan, listGoing } from '../../deletion/deletionPlan.ts'
import type { RunProgress } from '../../deletion/run.ts'
import { formatCount, formatCounted } from '../../format/count.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import { focusOnMount } from './focusOnMount.ts'
import { OutcomeList } from './OutcomeList.tsx'
import { ProgressBar } from './PlanProgressLine.tsx'

/** The deletion at work: how far it is, what became of each tag so far, pause and stop. */
export function RunView({
  plan,
  progress,
  control,
}: {
  plan: DeletionPlan
  progress: RunProgress | undefined
  control: DeletionControl
}) {
  const [state, setState] = useState(control.state)
  const going = listGoing(plan)
  const outcomes = progress?.outcomes ?? new Map()
  const isDeleting = progress?.phase === 'deleting'
  const change = (to: 'pause' | 'resume' | 'stop') => {
    control[to]()
    setState(control.state)
  }
  return (
    <>
      <DialogBody>
        <p role="status" className="pt-1 text-soft">
          {describePhase(progress)}
          {state === 'paused' && ' Paused: what has begun is finished first.'}
          {state === 'stopped' && ' Stopping: what has begun is finished first.'}
        </p>
        <ProgressBar
          label="Deletion"
          done={isDeleting ? outcomes.size : (progress?.done ?? 0)}
          total={isDeleting ? going.length : (progress?.total ?? 0)}
        />
        <div className="mt-3">
          <OutcomeList tags={going} outcomes={outcomes} />
        </div>
      </DialogBody>
      <DialogFooter>
        {state === 'running' && (
          <Button ref={focusOnMount} onClick={() => change('pause')}>
            Pause
          </Button>
        )}
        {state === 'paused' && (
          <Button ref={focusOnMount} onClick={() => change('resume')}>
            Go on
          </Button>
        )}
        <Button disabled={state === 'stopped'} onClick={() => change('stop')}>
          Stop
        </Button>
      </DialogFooter>
    </>
  )
}

function describePhase(progress: RunProgress | undefined): string {
  if (!progress) return 'Beginning…'
  const { phase, done, total } = progress
  const count = total > 0 ? `: ${formatCount(done)} of ${formatCounted(total, 'tag')}` : '…'
  switch (phase) {
    case 'looking':
      return `Asking the tags that stay once more${count}`
    case 'deleting':
      return `Deleting${count}`
    case 'settling':
      return 'An answer of the registry was lost. Waiting until its tags stand still…'
    case 'checking':
      return `Asking every tag afterwards${count}`
  }
}
