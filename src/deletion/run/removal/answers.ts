import { LoginRequiredError } from '../../../registry/errors.ts'
import type { Digest } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { type ImageEnd, type TagOutcome, imageEnd, isRemoved } from '../../plan/report.ts'
import { type Unanswered, isUnanswered } from '../look.ts'
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

/**
 * What is known of an image after its DELETE was tried. Where that failed or was not answered, the registry is
 * asked: that it does not know the image any more is proof. That it still shows it is none, since two
 * registries on one storage show a deleted digest for a while.
 */
export async function imageAfter(run: Run, digest: Digest, attempt: Attempt): Promise<ImageEnd> {
  if (!isUnanswered(attempt)) {
    return attempt.kind === 'done' || attempt.kind === 'absent' ? 'deleted' : 'stays'
  }
  try {
    return (await run.ask(digest)).kind === 'absent' ? 'deleted' : 'unknown'
  } catch (error) {
    if (!(error instanceof LoginRequiredError)) throw error
    run.stop({ kind: 'login', error })
    return 'unknown'
  }
}

/** Whether an image that was to go is gone, as far as the run itself knows. */
export function isDeleted(run: Run, digest: Digest): boolean {
  const group = run.plan.groups.find((one) => one.digest === digest)
  if (group?.tags.length === 0) {
    const outcome = run.manifests.get(digest)
    return outcome !== undefined && isRemoved(outcome)
  }
  return (group?.tags ?? []).some((tag) => imageEnd(run.outcomes.get(tag)) === 'deleted')
}
