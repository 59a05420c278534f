import type { DeletionControl } from '../../deletion/control.ts'
import { Button } from '../../ui/Button.tsx'
import { focusOnMount } from './focusOnMount.ts'

/** Pause or go on, and stop. */
export function RunButtons({
  state,
  onChange,
  hasFocus = false,
}: {
  state: DeletionControl['state']
  onChange: (to: 'pause' | 'resume' | 'stop') => void
  /** The first of them takes the focus when it appears. */
  hasFocus?: boolean
}) {
  const focus = hasFocus ? { ref: focusOnMount } : {}
  return (
    <>
      {state === 'running' && (
        <Button {...focus} onClick={() => onChange('pause')}>
          Pause
        </Button>
      )}
      {state === 'paused' && (
        <Button {...focus} onClick={() => onChange('resume')}>
          Go on
        </Button>
      )}
      <Button disabled={state === 'stopped'} onClick={() => onChange('stop')}>
        Stop
      </Button>
    </>
  )
}
