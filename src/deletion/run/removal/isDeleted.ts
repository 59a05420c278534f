import type { Digest } from '../../../registry/names.ts'
import { imageEnd, isRemoved } from '../../plan/report.ts'
import type { Run } from '../run.ts'

/** Whether an image that was to go is gone, as far as the run itself knows. */
export function isDeleted(run: Run, digest: Digest): boolean {
  const group = run.plan.groups.find((one) => one.digest === digest)
  if (group?.tags.length === 0) {
    const outcome = run.manifests.get(digest)
    return outcome !== undefined && isRemoved(outcome)
  }
  return (group?.tags ?? []).some((tag) => imageEnd(run.outcomes.get(tag)) === 'deleted')
}
