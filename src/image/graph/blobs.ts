import { askBlob, blobPath } from '../../registry/blobs.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { type CountListener, confirmTag } from '../../registry/tags/tagReader.ts'
import { send } from '../../registry/transport/transport.ts'
import { blobsOf, listChildren } from './held.ts'

/** `shown`: gone, but a registry with a cache claims to have it. `unknown`: no response that proves anything. */
export type BlobState = 'there' | 'gone' | 'shown' | 'unknown'

/**
 * Requests a byte of every blob, each once, six at a time.
 *
 * @param sizes in bytes, by digest
 * @throws an abort
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
      // A broken connection looks the same, but hardly twice in a row.
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

/**
 * Whether an image can no longer be pulled: an index of which every child is gone, or an image of which a blob is
 * gone. What can't be determined counts as existing.
 *
 * @throws LoginRequiredError
 */
export async function isBeyondPulling(
  place: Place,
  image: Pick<FetchedManifest, 'manifest'>,
): Promise<boolean> {
  if (image.manifest.kind === 'image-manifest') {
    for (const blob of blobsOf(image)) {
      if ((await askBlob(place, blob)) === 'gone') return true
    }
    return false
  }
  const children = listChildren(image)
  for (const { digest } of children) {
    if ((await confirmTag(place, digest)).kind !== 'absent') return false
  }
  return children.length > 0
}
