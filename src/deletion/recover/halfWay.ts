import { isEmptyIndex } from '../../registry/emptyIndex.ts'
import { RegistryError } from '../../registry/errors.ts'
import { deleteManifest, fetchManifest, putManifest } from '../../registry/manifests.ts'
import type { Digest, Reference } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { askTag } from '../../registry/tags/tagReader.ts'
import { type Attempt, attemptWrite } from '../../registry/transport/attempt.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'
import { isCopyOf } from '../../registry/whiteSpace.ts'
import { createManifestStore } from '../../image/graph/manifestStore.ts'
import type { JournalManifest } from '../journal/journal.ts'
import { reasonsToKeep } from '../plan/keptBecause.ts'
import { lookWhenStill, tryLookAtTags } from '../run/look.ts'
import { type StandIn, finishOrRestore } from '../run/removal/standIn.ts'
import type { Pace } from '../run/settle.ts'
import { sweepTags } from '../run/sweep.ts'
import type { TagRecovery } from './report.ts'

/** A repository in which a deletion was interrupted. Its transport waits for a 429, and asks for a login by itself. */
export type Site = Place & { readonly pace: Pace }

/**
 * Whether a digest is one that this program makes: the original's bytes with white space behind them, or an
 * empty index. What a journal says is not enough to delete by.
 *
 * @throws LoginRequiredError
 */
export async function isOwnCopy(
  { transport, repository }: Place,
  copy: Digest,
  original: JournalManifest | undefined,
): Promise<boolean> {
  const found = await tryRead(() => fetchManifest({ transport, repository }, copy))
  if (found instanceof RegistryError) return false
  const { bytes } = found
  return isEmptyIndex(bytes) || (original !== undefined && isCopyOf(bytes, original.bytes))
}

/**
 * Ends a removal that was interrupted between its two steps. The copy is deleted, if no other tag and no index has
 * come onto it since. Where that cannot be, the tag gets its original back, and then the copy goes.
 *
 * @param leftovers gets copies that no tag is on and that could not be deleted
 * @throws what `sweepTags` throws
 */
export async function finishRemoval(
  site: Site,
  standIn: StandIn,
  leftovers: Digest[],
): Promise<TagRecovery> {
  const { transport, repository } = site
  const { tag, digest } = standIn
  const store = createManifestStore(site)
  // The tag itself is no reason to keep the copy.
  const sweep = await sweepTags(site, store, { going: new Set([tag]), known: [] })
  if (reasonsToKeep(digest, sweep).length > 0) return await endRemoval(site, standIn, leftovers)
  const state = await askTag({ transport, repository }, tag)
  if (state.kind !== 'at' || state.digest !== digest) {
    return { kind: 'unknown', message: 'The tag was moved while it was looked at' }
  }
  const attempt = await attemptWrite(() => deleteManifest({ transport, repository }, digest))
  return await endRemoval(site, standIn, leftovers, attempt)
}

/**
 * Looks whether a tag went with its copy, and else gives it its own image.
 *
 * @param attempt how the deletion of the copy was answered, if one was sent
 */
export async function endRemoval(
  site: Site,
  standIn: StandIn,
  leftovers: Digest[],
  attempt?: Attempt,
): Promise<TagRecovery> {
  const { transport, repository, pace } = site
  const writes = {
    put: putBytes.bind(undefined, site),
    delete: (digest: Digest) =>
      attemptWrite(() => deleteManifest({ transport, repository }, digest)),
    lookAfter: (tag: StandIn['tag'], { kind }: Attempt) => {
      const look = () => tryLookAtTags(site, [tag])
      return kind === 'lost' ? lookWhenStill(look, [tag], pace) : look()
    },
    leftovers,
  }
  const end = await finishOrRestore(writes, standIn, attempt)
  switch (end.kind) {
    case 'gone':
      return { kind: attempt ? 'finished' : 'gone' }
    case 'restored':
    case 'elsewhere':
      return end
    case 'left':
      return { kind: 'unknown', message: end.message }
    case 'unknown':
      return { kind: 'unknown', message: 'Where the tag is cannot be told' }
  }
}

export function putBytes(
  { transport, repository }: Place,
  reference: Reference,
  { mediaType, bytes }: Pick<JournalManifest, 'mediaType' | 'bytes'>,
): Promise<Attempt> {
  return attemptWrite(() => putManifest({ transport, repository }, reference, mediaType, bytes))
}
