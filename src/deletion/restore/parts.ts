import { RegistryError } from '../../registry/errors.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import { provesAbsence } from '../../registry/absence.ts'
import { blobsOf, listChildManifests, listHeld } from '../../image/graph/held.ts'
import type { JournalManifest } from '../journal/journal.ts'
import type { Obstacle } from './report.ts'
import { readStoredManifest } from '../journal/storedManifest.ts'
import { walkManifests } from '../../image/graph/walk.ts'

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
 * Reads manifests and all that they hold, from the registry, else from the journal; nothing comes out of a
 * cache.
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
  const read = async (digest: Digest) =>
    describePart(digest, await readFresh(transport, repository, digest, signal), stored)
  return await walkManifests(roots, read, ({ children }) => children)
}

/** A manifest as the registry has it now, never as a cache has it; else why not. @throws as `readParts` */
export async function readFresh(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  signal?: AbortSignal,
): Promise<FetchedManifest | RegistryError> {
  const fresh: Transport = (request) => transport({ ...request, cache: 'no-store' })
  return await tryRead(() => fetchManifest(fresh, repository, digest, signal), signal)
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
  // A registry may see more of them than we do, and refuses an index before all are there.
  const hidden = listHeld(fetched).filter((one) => !one.isChild && journal.has(one.digest))
  return {
    digest,
    isThere,
    fetched,
    children: [...listChildManifests(fetched), ...hidden.map((one) => one.digest)],
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
