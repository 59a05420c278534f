import type { Digest } from '../../../registry/names.ts'
import type { ManifestOutcome } from '../../plan/report.ts'
import { isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { outcomeUnchanged, stopAfter } from './answers.ts'
import { imageAfter } from './imageEnd.ts'

/**
 * Deletes a manifest that no tag is on: a child or attachment of an image that went. As with every image, a
 * fresh sweep has to show that nothing which stays needs it.
 *
 * @throws what a sweep throws
 */
export async function removeManifest(
  run: Run,
  digest: Digest,
): Promise<ManifestOutcome['outcome']> {
  const because = await run.findReasonToKeep(digest)
  if (because) return { kind: 'kept', because }
  const attempt = await run.deleteImage(digest)
  if (attempt.kind === 'done') return { kind: 'deleted' }
  if (attempt.kind === 'absent') return { kind: 'already-gone' }
  if (!isUnanswered(attempt)) return outcomeUnchanged(run, attempt)
  const unsettled = { kind: 'not-settled', message: attempt.error.message } as const
  if (!(await run.findOut(attempt, []))) return unsettled
  if ((await imageAfter(run, digest, attempt)) === 'deleted') return { kind: 'deleted' }
  stopAfter(run, attempt)
  return unsettled
}
