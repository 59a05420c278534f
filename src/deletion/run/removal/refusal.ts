import { RegistryError } from '../../../registry/errors.ts'
import type { Place } from '../../../registry/place.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { tryRead } from '../../../registry/transport/tryRead.ts'
import { probeDeletion } from '../../ability/ability.ts'

/**
 * Whether a 401, 403 or 405 is about everything or about one tag or image: registries protect single ones with the
 * same codes (401 on GitLab, 403 on Docker Hub, 405 on Azure and zot). If deleting what can't exist is still
 * understood, only this one is refused, and the rest goes on.
 *
 * @throws what `probeDeletion` throws and isn't a RegistryError
 */
export async function narrowRefusal(
  place: Place,
  refusal: Extract<Attempt, { kind: 'refused' }>,
): Promise<Extract<Attempt, { kind: 'refused' | 'rejected' }>> {
  const ability = await tryRead(() => probeDeletion(place)).catch((error: unknown) => {
    if (!(error instanceof RegistryError)) throw error
    return error
  })
  const isForAll = ability instanceof RegistryError || ability.kind === 'refused'
  return isForAll ? refusal : { kind: 'rejected', error: refusal.error }
}
