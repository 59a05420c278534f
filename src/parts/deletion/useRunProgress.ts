import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { formatCount, formatCounted } from '../../format/count.ts'
import type { RunProgress } from '../../deletion/run.ts'
import type { RunningDeletion } from '../leftDeletions.ts'
import { createPace, formatRemaining } from './remaining.ts'

/** A deletion at work as a page shows it, and its pause and stop. */
export function useRunProgress({ control, progress: store }: RunningDeletion) {
  const progress = useSyncExternalStore(store.subscribe, store.read)
  const [state, setState] = useState(control.state)
  const pace = useRef(createPace())
  const [remaining, setRemaining] = useState<string>()
  const isDeleting = progress?.phase === 'deleting'
  const { done, total } = progress ?? { done: 0, total: 0 }
  useEffect(() => {
    if (!isDeleting) return
    pace.current.note(performance.now(), done, control.state === 'paused')
    const left = pace.current.estimate(total)
    setRemaining(left === undefined || done >= total ? undefined : formatRemaining(left))
  }, [isDeleting, done, total, control])
  const change = (to: 'pause' | 'resume' | 'stop') => {
    // What passes until the next step is a pause, or work: not both.
    if (isDeleting) pace.current.note(performance.now(), done, control.state === 'paused')
    control[to]()
    setState(control.state)
  }
  return {
    progress,
    state,
    change,
    done,
    total,
    text: describePhase(progress),
    remaining: state === 'running' && isDeleting ? remaining : undefined,
  }
}

function describePhase(progress: RunProgress | undefined): string {
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
