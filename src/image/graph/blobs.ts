import { askBlob, blobPath } from '../../registry/blobs.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import type { CountListener } from '../../registry/tags/tagReader.ts'
import { send } from '../../registry/transport/transport.ts'

/**
 * Whether a blob is there. `shown`: it is gone, and a registry that remembers what it had says that it is
 * there. `unknown`: no answer that proves anything.
 */
export type BlobState = 'there' | 'gone' | 'shown' | 'unknown'

/**
 * Asks every blob for a byte, each once, six at a time.
 *
 * @param sizes in bytes, by digest
 * @throws an abort passes through
 */
export async function askBlobs(
  place: Place,
  sizes: ReadonlyMap<Digest, number>,
  onCount: CountListener,
): Promise<ReadonlyMap<Digest, BlobState>> {
  const { signal } = place
  const states = new Map<Digest, BlobState>()
  onCount(0, sizes.size)
  await mapPool([...sizes], 6, async ([digest, size]) => {
    signal?.throwIfAborted()
    const ask = () => askBlob(place, { digest, size })
    let state: BlobState = await ask()
    if (state === 'gone' && (await isShown(place, digest))) {
      // A connection that broke looks the same: it does not break twice.
      const again = await ask()
      state = again === 'gone' ? 'shown' : again
    }
    states.set(digest, state)
    onCount(states.size, sizes.size)
  })
  return states
}

async function isShown({ transport, repository, signal }: Place, digest: Digest): Promise<boolean> {
  try {
    await send(transport, { method: 'HEAD', path: blobPath(repository, digest), signal })
    return true
  } catch (error) {
    if (error instanceof RegistryError && !signal?.aborted) return false
    throw error
  }
}
