import type { Digest } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import type { CountListener } from '../../registry/tags/tagReader.ts'

/** Reads at a time. Browsers open six connections per host over HTTP/1.1. */
const WIDTH = 6

/**
 * Reads manifests and everything below them, level by level, each digest once.
 *
 * @param below the digests to read after one has been read
 * @returns what was read, by digest
 * @throws what `read` throws
 */
export async function walkManifests<Found>(
  roots: Iterable<Digest>,
  read: (digest: Digest) => Promise<Found>,
  below: (found: Found, digest: Digest) => Iterable<Digest>,
  onCount?: CountListener,
): Promise<Map<Digest, Found>> {
  const found = new Map<Digest, Found>()
  let level = new Set(roots)
  while (level.size > 0) {
    const total = found.size + level.size
    const next = await mapPool([...level], WIDTH, async (digest) => {
      const one = await read(digest)
      found.set(digest, one)
      onCount?.(found.size, total)
      return [...below(one, digest)]
    })
    level = new Set(next.flat().filter((digest) => !found.has(digest)))
  }
  return found
}

/** `from`, and everything that `next` leads to from there. */
export function reachable(
  from: Iterable<Digest>,
  next: (digest: Digest) => Iterable<Digest>,
): ReadonlySet<Digest> {
  const reached = new Set<Digest>()
  const open = [...from]
  for (let digest = open.pop(); digest; digest = open.pop()) {
    if (reached.has(digest)) continue
    reached.add(digest)
    open.push(...next(digest))
  }
  return reached
}
