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
 * @param place its transport waits after a 429, and asks for a login itself
 * @param leftovers collects copies without tags that couldn't be deleted
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
 * Whether Homeport itself made a digest: the original's bytes followed by white space, or an empty index. An entry
 * in the journal isn't enough to delete it.
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
 * Finishes a removal that was interrupted between its two steps: deletes the copy, unless another tag or an index
 * has started to use it. In that case the tag gets its original back first.
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
  // It was moved during the sweep.
  if (state.kind !== 'at' || state.digest !== digest) return { kind: 'unknown' }
  return await endRemoval(site, standIn, await site.delete(digest))
}

/**
 * Deletes the empty indexes that a trial left without a tag (see `seeDeletionWork`), unless something uses them.
 *
 * @throws what `sweepTags` throws
 */
export async function removeTrials(site: Site, copies: readonly Digest[]): Promise<void> {
  for (const copy of copies) {
    if (!(await isOwnCopy(site, copy, undefined))) continue
    const sweep = await sweepTags(site, createManifestStore(site), { going: new Set(), known: [] })
    if (reasonsToKeep(copy, sweep).length === 0) await site.delete(copy)
  }
}

/**
 * Checks whether a tag disappeared with its copy; if not, restores its own image.
 *
 * @param attempt the result of deleting the copy, if that was tried
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
