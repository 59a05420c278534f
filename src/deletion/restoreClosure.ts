import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import { type FetchedManifest, fetchManifest } from '../registry/manifests.ts'
import type { Digest, RepositoryName } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import type { Transport } from '../registry/transport.ts'
import { provesAbsence } from './absence.ts'
import { isManifest, listHeld } from './held.ts'
import type { JournalManifest } from './journal.ts'
import type { Obstacle } from './restoreReport.ts'
import { blobsOf } from './space.ts'
import { readStoredManifest } from './storedManifest.ts'

/** A manifest that has to be in the registry before a tag is, and what it needs in turn. */
export type Part = {
  readonly digest: Digest
  /** Whether the registry delivers it. */
  isThere: boolean
  /** `undefined` where neither the registry nor the journal has its bytes. */
  readonly fetched: FetchedManifest | undefined
  readonly children: readonly Digest[]
  /** Sizes in bytes, by digest. */
  readonly blobs: ReadonlyMap<Digest, number>
  /** Why it cannot be there, whatever its parts are. */
  obstacle: Obstacle | 'missing' | undefined
}

export type Parts = ReadonlyMap<Digest, Part>

/**
 * Reads manifests and all that they hold, from the registry, else from the journal. Each is asked once, six at
 * a time; nothing comes out of a cache.
 *
 * @throws LoginRequiredError; an abort passes through
 */
export async function readParts(
  transport: Transport,
  repository: RepositoryName,
  roots: Iterable<Digest>,
  {
    stored,
    signal,
  }: { stored: ReadonlyMap<Digest, JournalManifest>; signal: AbortSignal | undefined },
): Promise<Map<Digest, Part>> {
  const parts = new Map<Digest, Part>()
  let level = new Set(roots)
  while (level.size > 0) {
    const read = await mapPool([...level], 6, async (digest) => {
      const found = await readFresh(transport, repository, digest, signal)
      return describePart(digest, found, stored)
    })
    for (const part of read) parts.set(part.digest, part)
    level = new Set(read.flatMap(({ children }) => children).filter((child) => !parts.has(child)))
  }
  return parts
}

/** A manifest as the registry has it now, never as a cache has it; else why not. @throws as `readParts` */
export async function readFresh(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  signal?: AbortSignal,
): Promise<FetchedManifest | RegistryError> {
  try {
    const fresh: Transport = (request) => transport({ ...request, cache: 'no-store' })
    return await fetchManifest(fresh, repository, digest, signal)
  } catch (error) {
    if (!(error instanceof RegistryError) || signal?.aborted) throw error
    if (error instanceof LoginRequiredError) throw error
    return error
  }
}

function describePart(
  digest: Digest,
  found: FetchedManifest | RegistryError,
  journal: ReadonlyMap<Digest, JournalManifest>,
): Part {
  const stored = journal.get(digest)
  const isThere = !(found instanceof RegistryError)
  const fetched = isThere ? found : stored && readStoredManifest(stored)
  if (!fetched) {
    const missing = provesAbsence(found) ? 'missing' : failedBy(found as RegistryError)
    const obstacle: Part['obstacle'] = stored
      ? { kind: 'cannot', because: { kind: 'no-bytes' } }
      : missing
    return { digest, isThere, fetched, children: [], blobs: new Map(), obstacle }
  }
  const held = fetched.manifest.kind === 'image-index' ? fetched.manifest.manifests : []
  // A registry may see more of them than we do, and refuses an index before all are there.
  const hidden = listHeld(fetched).filter((one) => !one.isChild && journal.has(one.digest))
  return {
    digest,
    isThere,
    fetched,
    children: [...held.filter(isManifest), ...hidden].map((one) => one.digest),
    blobs: new Map(blobsOf(fetched).map((blob) => [blob.digest, blob.size])),
    obstacle:
      fetched.manifest.kind === 'schema-1'
        ? { kind: 'cannot', because: { kind: 'schema-1' } }
        : undefined,
  }
}

/** An obstacle that may be another one next time. */
export function failedBy({ message }: { readonly message: string }): Obstacle {
  return { kind: 'failed', message }
}
