import {
  AccessDeniedError,
  LoginRequiredError,
  RegistryError,
  RegistryRejectedError,
} from '../../registry/errors.ts'
import { putManifest } from '../../registry/manifests.ts'
import { type Digest, type Reference, isDigest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import { provesAbsence } from '../../registry/absence.ts'
import type { BlobState } from '../../image/graph/blobs.ts'
import {
  NO_BYTES,
  type Part,
  type Parts,
  failedBy,
  findObstacle,
  inOrder,
  readFresh,
} from './parts.ts'
import type { Obstacle } from './report.ts'

/** Only a few at a time, since they are writes. */
const WIDTH = 4

/**
 * Pushes the manifests in `meant` by digest, children first, and reads each one back: after a garbage collection, a
 * registry that wasn't restarted answers 201 but stores nothing. What can't be read back gets an `obstacle`.
 *
 * @throws as `putAgain`; an abort
 */
export async function putParts(
  place: Place,
  parts: Parts,
  blobs: ReadonlyMap<Digest, BlobState>,
  meant: ReadonlySet<Part>,
  onDone: (digest: Digest) => void,
): Promise<void> {
  for (const level of inOrder(parts)) {
    const toPut = level.filter((part) => meant.has(part))
    await mapPool(toPut, WIDTH, async (part) => {
      if (findObstacle(part.digest, parts, blobs)) return
      part.obstacle = await putPart(place, part)
      if (part.obstacle === undefined) onDone(part.digest)
    })
  }
}

async function putPart(place: Place, part: Part): Promise<Obstacle | undefined> {
  const { digest, fetched } = part
  if (!fetched) return NO_BYTES
  const failure = await putAgain(place, digest, fetched)
  if (failure?.kind === 'collected') return failure
  const found = await readFresh(place, digest)
  part.isThere = !(found instanceof RegistryError)
  if (!(found instanceof RegistryError)) return undefined
  if (failure) return failure
  // The registry said that it accepted it.
  return provesAbsence(found)
    ? { kind: 'collected', missing: [digest], restartFirst: true }
    : failedBy(found)
}

/**
 * Pushes bytes to a tag or digest; returns why that failed. A lost response is a failure, although it may be done.
 *
 * @throws LoginRequiredError; AccessDeniedError; RegistryRejectedError (405): nothing can be written
 */
export async function putAgain(
  { transport, repository, signal }: Place,
  reference: Reference,
  { mediaType, bytes }: { mediaType: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<Obstacle | undefined> {
  signal?.throwIfAborted()
  try {
    await putManifest({ transport, repository }, reference, mediaType, bytes)
    return undefined
  } catch (error) {
    if (!(error instanceof RegistryError) || refusesAll(error)) throw error
    const missing = error instanceof RegistryRejectedError ? readMissing(error) : []
    return missing.length > 0
      ? { kind: 'collected', missing, restartFirst: false }
      : failedBy(error)
  }
}

/** Whether the next write would be refused as well. */
function refusesAll(error: RegistryError): boolean {
  if (error instanceof LoginRequiredError || error instanceof AccessDeniedError) return true
  return error instanceof RegistryRejectedError && error.status === 405
}

/** distribution reports each missing blob or child in an entry of its own. */
function readMissing({ details }: RegistryRejectedError): readonly Digest[] {
  return details.flatMap(({ code, detail }) =>
    code === 'MANIFEST_BLOB_UNKNOWN' && typeof detail === 'string' && isDigest(detail)
      ? [detail]
      : [],
  )
}
