import { askBlob, blobPath } from '../../registry/blobs.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { type CountListener, confirmTag } from '../../registry/tags/tagReader.ts'
import { send } from '../../registry/transport/transport.ts'
import { blobsOf, listChildren } from './held.ts'

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

/**
 * Whether nobody can pull this image any more: of an index every child is gone from the registry, of an image
 * manifest a blob is. What cannot be told counts as there.
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
