import { sha256Digest } from '../../registry/digest.ts'
import { RegistryError } from '../../registry/errors.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { readAttachmentTag } from '../../registry/referrers.ts'
import { isAttachment } from '../plan/companions.ts'
import type { JournalEntry, JournalTag } from '../journal/journal.ts'
import { mergeReferrers } from './referrersMerge.ts'
import { failedBy } from './parts.ts'
import type { Obstacle, TagRestoration } from './report.ts'
import { putAgain } from './writes.ts'
import { type TagState, askTag } from '../../registry/tags/tagReader.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'

/** Whether a tag that points elsewhere by now may be overwritten, or, a list of attachments, added to. */
export type OverwriteQuestion = (repository: RepositoryName, tag: Tag) => boolean

/** What has to be done for a tag, or why nothing is. */
export type TagStep =
  | { readonly kind: 'put'; readonly digest: Digest }
  /** Its present list of attachments gets those that it had. */
  | { readonly kind: 'merge'; readonly digest: Digest }
  /** It did not exist before. */
  | { readonly kind: 'remove'; readonly movedTo: Digest }
  | { readonly kind: 'none'; readonly outcome: TagRestoration }

/** What follows for a tag from where it is now. */
export function decideStep(
  { tag, digest, copies, movedTo }: JournalTag,
  state: TagState,
  { cause, isImported }: Pick<JournalEntry, 'cause' | 'isImported'>,
  mayOverwrite: boolean,
): TagStep {
  const none = (outcome: TagRestoration): TagStep => ({ kind: 'none', outcome })
  if (state.kind === 'unknown') return none(failedBy(state))
  if (digest === undefined) {
    if (cause === 'deletion') {
      return none({ kind: 'cannot', because: { kind: 'nothing-there' } })
    }
    if (state.kind === 'absent') return none({ kind: 'already-there' })
    return state.digest === movedTo
      ? { kind: 'remove', movedTo }
      : none({ kind: 'elsewhere', digest: state.digest })
  }
  if (state.kind === 'at' && state.digest === digest) return none({ kind: 'already-there' })
  if (state.kind === 'absent') return { kind: 'put', digest }
  if (copies.includes(state.digest) || state.digest === movedTo) return { kind: 'put', digest }
  if (readAttachmentTag(tag)?.ending === '') {
    if (isImported && !mayOverwrite) return none({ kind: 'list-changed', digest: state.digest })
    return { kind: 'merge', digest }
  }
  return mayOverwrite ? { kind: 'put', digest } : none({ kind: 'elsewhere', digest: state.digest })
}

/**
 * Puts an image onto a tag and looks where the tag is then.
 *
 * @param kind what it is called where that worked
 * @throws as `putAgain`; as `askTag`
 */
export async function putTag(
  place: Place,
  tag: Tag,
  image: { digest: Digest; mediaType: string; bytes: Uint8Array<ArrayBuffer> },
  kind: 'restored' | 'merged' = 'restored',
): Promise<TagRestoration> {
  const failure = await putAgain(place, tag, image)
  if (failure?.kind === 'collected') return failure
  const { digest } = image
  return await lookAfter(place, tag, digest, failure ?? { kind, digest })
}

/**
 * Gives a list of attachments that somebody changed since those that it had before, too.
 *
 * @param past the list as it was
 * @throws as `putTag`
 */
export async function mergeTag(
  place: Place,
  tag: Tag,
  past: FetchedManifest,
): Promise<TagRestoration> {
  const present = await tryRead(() => fetchManifest(place, tag), place.signal)
  if (present instanceof RegistryError) return failedBy(present)
  // By its content: an index with platforms has nothing to do with attachments, whatever its tag is called.
  const areLists = [present, past].every((one) => isAttachment(one, ''))
  const bytes = areLists ? mergeReferrers(present.bytes, past.bytes) : undefined
  if (!bytes) return { kind: 'elsewhere', digest: present.digest }
  if (bytes === present.bytes) return { kind: 'merged', digest: present.digest }
  const image = { digest: sha256Digest(bytes), mediaType: present.mediaType, bytes }
  return await putTag(place, tag, image, 'merged')
}

/** The outcome by where the tag is: `otherwise` where it is as it should be, or where that says more. */
async function lookAfter(
  { transport, repository }: Place,
  tag: Tag,
  digest: Digest,
  otherwise: Exclude<TagRestoration, { kind: 'elsewhere' }> | Obstacle,
): Promise<TagRestoration> {
  const state = await askTag({ transport, repository }, tag)
  const isAt = state.kind === 'at' && state.digest === digest
  // An answer that was lost on its way back: it is done all the same.
  if (isAt) return otherwise.kind === 'merged' ? otherwise : { kind: 'restored', digest }
  if (otherwise.kind === 'failed') return otherwise
  if (state.kind === 'at') return { kind: 'elsewhere', digest: state.digest }
  if (state.kind === 'unknown') return failedBy(state)
  // The registry took it and does not know it: what it remembers of its disk is not true any more.
  return { kind: 'collected', missing: [digest], restartFirst: true }
}
