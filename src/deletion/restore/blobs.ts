import { RegistryError } from '../../registry/errors.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { type Transport, send } from '../../registry/transport/transport.ts'
import { askBlob } from '../../registry/askBlob.ts'
import type { CountListener } from '../../registry/tags/tagState.ts'

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
  transport: Transport,
  repository: RepositoryName,
  sizes: ReadonlyMap<Digest, number>,
  { signal, onCount }: { signal: AbortSignal | undefined; onCount: CountListener },
): Promise<ReadonlyMap<Digest, BlobState>> {
  const states = new Map<Digest, BlobState>()
  onCount(0, sizes.size)
  await mapPool([...sizes], 6, async ([digest, size]) => {
    signal?.throwIfAborted()
    const ask = () => askBlob(transport, repository, digest, { size, signal })
    let state: BlobState = await ask()
    if (state === 'gone' && (await isShown(transport, repository, digest, signal))) {
      // A connection that broke looks the same: it does not break twice.
      const again = await ask()
      state = again === 'gone' ? 'shown' : again
    }
    states.set(digest, state)
    onCount(states.size, sizes.size)
  })
  return states
}

async function isShown(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const path = `/v2/${repository}/blobs/${digest}`
  try {
    await send(transport, { method: 'HEAD', path, signal })
    return true
  } catch (error) {
    if (error instanceof RegistryError && !signal?.aborted) return false
    throw error
  }
}
