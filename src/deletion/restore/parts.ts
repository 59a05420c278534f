import { provesAbsence } from '../../registry/absence.ts'
import { RegistryError } from '../../registry/errors.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import { blobsOf, listChildManifests, listHidden } from '../../image/graph/held.ts'
import { reachable, walkManifests } from '../../image/graph/walk.ts'
import type { JournalManifest } from '../journal/journal.ts'
import { readStoredManifest } from '../journal/record.ts'
import type { BlobState } from '../../image/graph/blobs.ts'
import type { Obstacle } from './report.ts'

/** A manifest that has to exist before a tag can be restored, and what it needs in turn. */
export type Part = {
  readonly digest: Digest
  /** Whether the registry delivers it. */
  isThere: boolean
  /** `undefined` if neither the registry nor the journal has its bytes. */
  readonly fetched: FetchedManifest | undefined
  readonly children: readonly Digest[]
  /** What it refers to outside its list, if the journal has it: a registry may refuse it until those exist. */
  readonly hidden: readonly Digest[]
  /** Sizes in bytes, by digest. */
  readonly blobs: ReadonlyMap<Digest, number>
  /** Why it can't be restored, even if all its parts can. */
  obstacle: Obstacle | 'missing' | undefined
}

export type Parts = ReadonlyMap<Digest, Part>

/**
 * Reads manifests and everything they contain from the registry or else from the journal, bypassing caches.
 *
 * @throws LoginRequiredError; an abort
 */
export async function readParts(
  place: Place,
  roots: Iterable<Digest>,
  stored: ReadonlyMap<Digest, JournalManifest>,
): Promise<Parts> {
  const read = async (digest: Digest) =>
    describePart(digest, await readFresh(place, digest), stored)
  return await walkManifests(roots, read, ({ children, hidden }) => [...children, ...hidden])
}

/** A manifest as the registry has it now, bypassing caches, or why not. @throws as `readParts` */
export async function readFresh(
  place: Place,
  digest: Digest,
): Promise<FetchedManifest | RegistryError> {
  const transport: Transport = (request) => place.transport({ ...request, cache: 'no-store' })
  return await tryRead(() => fetchManifest({ ...place, transport }, digest), place.signal)
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
    const obstacle: Part['obstacle'] = stored ? NO_BYTES : missing
    return { digest, isThere, fetched, children: [], hidden: [], blobs: new Map(), obstacle }
  }
  const isOldForm = fetched.manifest.kind === 'schema-1'
  return {
    digest,
    isThere,
    fetched,
    children: listChildManifests(fetched),
    hidden: listHidden(fetched).filter((one) => journal.has(one)),
    blobs: new Map(blobsOf(fetched).map((blob) => [blob.digest, blob.size])),
    obstacle: isOldForm ? { kind: 'cannot', because: { kind: 'schema-1' } } : undefined,
  }
}

export const NO_BYTES: Obstacle = { kind: 'cannot', because: { kind: 'no-bytes' } }

/** A failure that may not happen again. */
export function failedBy({ message }: { readonly message: string }): Obstacle {
  return { kind: 'failed', message }
}

/**
 * Why a manifest can't be restored with everything it contains; `undefined` if it can. Permanent reasons come first,
 * then garbage collection, then failures.
 */
export function findObstacle(
  root: Digest,
  parts: Parts,
  blobs: ReadonlyMap<Digest, BlobState>,
): Obstacle | undefined {
  const reached = reachable([root], (digest) => parts.get(digest)?.children ?? [])
  const below = [...reached].flatMap((digest) => parts.get(digest) ?? [])
  const obstacles = below.flatMap(({ obstacle }) => (typeof obstacle === 'object' ? obstacle : []))
  const cannot = obstacles.find(({ kind }) => kind === 'cannot')
  if (cannot) return cannot
  const absent = below.filter(({ obstacle }) => obstacle === 'missing').map((part) => part.digest)
  if (absent.includes(root)) return NO_BYTES
  if (absent.length > 0) {
    return { kind: 'cannot', because: { kind: 'missing-child', digests: absent } }
  }
  const asked = below.flatMap((part) => [...part.blobs.keys()])
  const lacking = asked.filter((blob) => ['gone', 'shown'].includes(blobs.get(blob) ?? ''))
  const collected = obstacles.filter((one) => one.kind === 'collected')
  const missing = new Set([...lacking, ...collected.flatMap((one) => one.missing)])
  if (missing.size > 0) {
    const isShown = lacking.some((blob) => blobs.get(blob) === 'shown')
    const restartFirst = isShown || collected.some((one) => one.restartFirst)
    return { kind: 'collected', missing: [...missing], restartFirst }
  }
  const failed = obstacles.find(({ kind }) => kind === 'failed')
  if (failed) return failed
  const untold = asked.find((blob) => blobs.get(blob) === 'unknown')
  return untold && failedBy({ message: `Couldn’t check whether ${untold} still exists` })
}

/** Manifests by level: what they contain comes before them. */
export function inOrder(parts: Parts): readonly (readonly Part[])[] {
  const levels: Part[][] = []
  const heights = new Map<Digest, number>()
  const heightOf = (digest: Digest): number => {
    const known = heights.get(digest)
    if (known !== undefined) return known
    // Digests can't contain each other in a loop; if a registry claims so, this still ends.
    heights.set(digest, 0)
    const { children = [], hidden = [] } = parts.get(digest) ?? {}
    const height = Math.max(0, ...[...children, ...hidden].map((below) => heightOf(below) + 1))
    heights.set(digest, height)
    return height
  }
  for (const part of parts.values()) (levels[heightOf(part.digest)] ??= []).push(part)
  return levels
}
