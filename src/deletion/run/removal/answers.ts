import type { Attempt } from '../../../registry/transport/attempt.ts'
import type { TagOutcome } from '../../plan/report.ts'
import type { Unanswered } from '../look.ts'
import type { Run } from '../run.ts'

/** What a write that changed nothing means for its tag. Where nobody is let through, the rest is stopped. */
export function outcomeUnchanged(
  run: Run,
  attempt: Extract<Attempt, { kind: 'withheld' | 'refused' | 'rejected' }>,
): Extract<TagOutcome, { kind: 'not-started' | 'failed' }> {
  if (attempt.kind === 'withheld') return { kind: 'not-started' }
  const { kind, error } = attempt
  if (kind === 'refused') run.stop({ kind: attempt.by, error })
  return { kind: 'failed', why: kind, message: error.message }
}

/** Stops the rest after a write that the registry failed at, or did not answer. */
export function stopAfter(run: Run, { kind, error }: Unanswered): 'no-answer' | 'server-error' {
  const why = kind === 'lost' ? 'no-answer' : 'server-error'
  run.stop({ kind: why, error })
  return why
}
