import { sha256Digest } from '../../registry/digest.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import { deleteManifest, putManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { RepositoryName } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { createEmptyIndex } from '../../registry/emptyIndex.ts'

/** What became of a digest deletion that could harm nobody. */
export type CanaryAnswer =
  | 'sound'
  /** The registry removes a manifest and then fails, leaving its tags without one. */
  | 'poisoned'
  | 'deletion-off'
  | 'no-right'
  | 'unknown'

/**
 * Tries a digest deletion on an empty index of its own that no tag points to. Asked only where a tag answers
 * 5xx: an empty link file makes every digest deletion in its repository fail half way, a corrupt manifest
 * does not. Leaves nothing that a tag shows.
 *
 * @throws LoginRequiredError
 */
export async function askCanary(
  transport: Transport,
  repository: RepositoryName,
): Promise<CanaryAnswer> {
  const bytes = createEmptyIndex()
  const digest = sha256Digest(bytes)
  try {
    await putManifest({ transport, repository }, digest, MEDIA_TYPE.ociIndex, bytes)
  } catch (error) {
    const answer = readAnswer(error)
    return answer === 'poisoned' ? 'unknown' : answer
  }
  try {
    await deleteManifest({ transport, repository }, digest)
    return 'sound'
  } catch (error) {
    return readAnswer(error)
  }
}

function readAnswer(error: unknown): CanaryAnswer {
  if (error instanceof LoginRequiredError) throw error
  if (error instanceof AccessDeniedError) return 'no-right'
  if (!(error instanceof RegistryRejectedError)) return 'unknown'
  if (error.status === 405) return 'deletion-off'
  return error.status === 500 ? 'poisoned' : 'unknown'
}
