import { isEmptyIndex } from '../../registry/emptyIndex.ts'
import { RegistryError } from '../../registry/errors.ts'
import { deleteManifest, fetchManifest, putManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { askTag } from '../../registry/tags/tagReader.ts'
import { type Attempt, attemptWrite } from '../../registry/transport/attempt.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import { isCopyOf } from '../../registry/whiteSpace.ts'
import { createManifestStore } from '../../image/graph/manifestStore.ts'
import type { JournalManifest } from '../journal/journal.ts'
import { reasonsToKeep } from '../plan/keptBecause.ts'
import { type Pace, lookWhenStill, tryLookAtTags } from '../run/look.ts'
import { type StandIn, type StandInWrites, finishOrRestore } from '../run/removal/standIn.ts'
import { sweepTags } from '../run/sweep.ts'
import type { TagRecovery } from './report.ts'

/** A repository in which a deletion was interrupted. */
export type Site = Place & StandInWrites & { readonly pace: Pace }

/**
 * @param place its transport waits for a 429, and asks for a login by itself
 * @param leftovers gets copies that no tag is on and that could not be deleted
 */
export function createSite(
  place: Place,
  pace: Pace,
  leftovers: StandInWrites['leftovers'] = new Set(),
): Site {
  return {
    ...place,
    pace,
    leftovers,
    put: (reference, { mediaType, bytes }) =>
      attemptWrite(() => putManifest(place, reference, mediaType, bytes)),
    delete: (digest) => attemptWrite(() => deleteManifest(place, digest)),
    findOut({ kind }, tags) {
      const look = () => tryLookAtTags(place, tags)
      return kind === 'lost' ? lookWhenStill(look, tags, pace) : look()
    },
  }
}

/**
 * Whether a digest is one that this program makes: the original's bytes with white space behind them, or an
 * empty index. What a journal says is not enough to delete by.
 *
 * @throws LoginRequiredError
 */
export async function isOwnCopy(
  place: Place,
  copy: Digest,
  original: JournalManifest | undefined,
): Promise<boolean> {
  const found = await tryRead(() => fetchManifest(place, copy))
  if (found instanceof RegistryError) return false
  const { bytes } = found
  return isEmptyIndex(bytes) || (original !== undefined && isCopyOf(bytes, original.bytes))
}

/**
 * Ends a removal that was interrupted between its two steps. The copy is deleted, if no other tag and no index has
 * come onto it since. Where that cannot be, the tag gets its original back, and then the copy goes.
 *
 * @throws what `sweepTags` throws
 */
export async function finishRemoval(site: Site, standIn: StandIn): Promise<TagRecovery> {
  const { tag, digest } = standIn
  // The tag itself is no reason to keep the copy.
  const others = { going: new Set([tag]), known: [] }
  const sweep = await sweepTags(site, createManifestStore(site), others)
  if (reasonsToKeep(digest, sweep).length > 0) return await endRemoval(site, standIn)
  const state = await askTag(site, tag)
  // It was moved while it was looked at.
  if (state.kind !== 'at' || state.digest !== digest) return { kind: 'unknown' }
  return await endRemoval(site, standIn, await site.delete(digest))
}

/**
 * Looks whether a tag went with its copy, and else gives it its own image.
 *
 * @param attempt how the deletion of the copy was answered, if one was sent
 */
export async function endRemoval(
  site: Site,
  standIn: StandIn,
  attempt?: Attempt,
): Promise<TagRecovery> {
  const end = await finishOrRestore(site, standIn, attempt)
  if (end.kind === 'gone') return { kind: attempt ? 'finished' : 'gone' }
  return end.kind === 'left' ? { kind: 'unknown' } : end
}
