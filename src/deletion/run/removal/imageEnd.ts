import { LoginRequiredError } from '../../../registry/errors.ts'
import type { Digest } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { type ImageEnd, imageEnd, isRemoved } from '../../plan/report.ts'
import { isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'

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
