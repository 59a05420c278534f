import type { Digest } from '../../../registry/names.ts'
import { imageAfter } from './imageAfter.ts'
import type { ManifestOutcome } from '../../plan/report.ts'
import type { Run } from '../run.ts'

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
  const stays = await run.findHolder(digest)
  if (stays) return { kind: 'stays', stays }
  const attempt = await run.deleteImage(digest)
  switch (attempt.kind) {
    case 'done':
      return { kind: 'deleted' }
    case 'absent':
      return { kind: 'already-gone' }
    case 'withheld':
      return { kind: 'not-started' }
    case 'refused':
      run.stop({ kind: attempt.by, error: attempt.error })
      return { kind: 'failed', message: attempt.error.message }
    case 'rejected':
      return { kind: 'failed', message: attempt.error.message }
    case 'broken':
    case 'lost': {
      const { kind, error } = attempt
      if (!(await run.findOut({ kind, error }, []))) {
        return { kind: 'not-settled', message: error.message }
      }
      if ((await imageAfter(run, digest, attempt)) === 'deleted') return { kind: 'deleted' }
      run.stop({ kind: kind === 'lost' ? 'no-answer' : 'server-error', error })
      return { kind: 'not-settled', message: error.message }
    }
  }
}
