import type { DeletionControl } from '../../../deletion/run/control.ts'
import type { RunProgress } from '../../../deletion/run/run.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { Button } from '../../../ui/Button.tsx'
import { DialogBody, DialogFooter } from '../../../ui/Dialog.tsx'
import { focusOnMount } from '../focusOnMount.ts'
import type { RunningPhase } from '../deletionState.ts'
import { OutcomeList } from './OutcomeList.tsx'
import { ProgressBar, WorkBar } from '../../../ui/ProgressBar.tsx'
import { formatRemaining } from '../remaining.ts'

type RunProps = {
  readonly phase: RunningPhase
  readonly onSteer: (to: 'pause' | 'resume' | 'stop') => void
}

/** The deletion at work: how far it is, what became of each tag so far, pause and stop. */
export function RunView({ phase, onSteer }: RunProps) {
  const { plan, progress, control } = phase
  const tags = plan.groups.flatMap(({ method, tags: names }) =>
    method.kind === 'none' ? [] : names,
  )
  return (
    <>
      <DialogBody>
        <p className="flex flex-wrap justify-between gap-x-4 pt-1 text-soft">
          <span role="status">
            {describeProgress(progress)}
            {control === 'paused' && ' · paused: what has begun is finished first'}
            {control === 'stopped' && ' · stopping: what has begun is finished first'}
          </span>
          <span className="ml-auto tabular-nums">{describeRemaining(phase)}</span>
        </p>
        <ProgressBar label="Deletion" done={progress?.done ?? 0} total={progress?.total ?? 0} />
        <div className="mt-3">
          <OutcomeList tags={tags} outcomes={progress?.outcomes ?? new Map()} />
        </div>
      </DialogBody>
      <DialogFooter>
        <RunButtons state={control} onSteer={onSteer} hasFocus />
      </DialogFooter>
    </>
  )
}

/** The same in one line at the foot of other pages than its own. */
export function RunLine({ phase, onSteer }: RunProps) {
  const { plan, progress, control } = phase
  const remaining = describeRemaining(phase)
  const label = `Deletion in ${plan.repository}`
  return (
    <WorkBar
      label={label}
      done={progress?.done ?? 0}
      total={progress?.total ?? 0}
      text={
        <>
          <b className="font-semibold">{plan.repository}</b>{' '}
          <span className="text-soft">
            {control === 'paused' ? 'Paused' : describeProgress(progress)}
          </span>
          {remaining && <span className="text-faint"> · {remaining}</span>}
        </>
      }
    >
      <RunButtons state={control} onSteer={onSteer} />
    </WorkBar>
  )
}

/** Pause or go on, and stop. */
function RunButtons({
  state,
  onSteer,
  hasFocus = false,
}: {
  state: DeletionControl['state']
  onSteer: RunProps['onSteer']
  /** The first of them takes the focus when it appears. */
  hasFocus?: boolean
}) {
  const focus = hasFocus ? { ref: focusOnMount } : {}
  return (
    <>
      {state !== 'stopped' && (
        <Button {...focus} onClick={() => onSteer(state === 'paused' ? 'resume' : 'pause')}>
          {state === 'paused' ? 'Go on' : 'Pause'}
        </Button>
      )}
      <Button disabled={state === 'stopped'} onClick={() => onSteer('stop')}>
        Stop
      </Button>
    </>
  )
}

function describeProgress(progress: RunProgress | undefined): string {
  if (!progress) return 'Beginning…'
  const { phase, done, total } = progress
  const count = total > 0 ? `: ${formatCount(done)} of ${formatCounted(total, 'tag')}` : '…'
  switch (phase) {
    case 'looking':
      return `Asking every tag once more${count}`
    case 'deleting':
      return `Deleting${count}`
    case 'settling':
      return 'An answer of the registry was lost. Waiting until its tags stand still…'
    case 'checking':
      return `Asking every tag afterwards${count}`
  }
}

function describeRemaining({ control, remaining }: RunningPhase): string | undefined {
  return control === 'running' && remaining !== undefined ? formatRemaining(remaining) : undefined
}
