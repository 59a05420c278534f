import { sha256Digest } from '../../registry/digest.ts'
import { RegistryError } from '../../registry/errors.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { isAttachment } from '../../image/attachmentContent.ts'
import type { JournalEntry, JournalTag } from '../journal/journal.ts'
import { failedBy } from './parts.ts'
import type { TagRestoration } from './report.ts'
import { putAgain } from './writes.ts'
import { type TagState, askTag } from '../../registry/tags/tagReader.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'

/** Whether a tag that was moved meanwhile may be overwritten, or a list of attachments added to. */
export type OverwriteQuestion = (repository: RepositoryName, tag: Tag) => boolean

/** What has to be done for a tag, or why nothing is. */
export type TagStep =
  | { readonly kind: 'put'; readonly digest: Digest }
  /** Its current list of attachments gets the old ones as well. */
  | { readonly kind: 'merge'; readonly digest: Digest }
  /** It didn't exist before. */
  | { readonly kind: 'remove'; readonly movedTo: Digest }
  | { readonly kind: 'none'; readonly outcome: TagRestoration }

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
 * Pushes an image to a tag, then checks where the tag points.
 *
 * @param kind the outcome if that worked
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
  const state = await askTag({ transport: place.transport, repository: place.repository }, tag)
  // Even if the response was lost, it is done.
  if (state.kind === 'at' && state.digest === digest) return { kind, digest }
  if (failure) return failure
  if (state.kind === 'at') return { kind: 'elsewhere', digest: state.digest }
  if (state.kind === 'unknown') return failedBy(state)
  // The registry accepted it but doesn't have it: its cache no longer matches its disk.
  return { kind: 'collected', missing: [digest], restartFirst: true }
}

/**
 * Adds its earlier attachments to a list of attachments that was changed meanwhile.
 *
 * @param past the earlier list
 * @throws as `putTag`
 */
export async function mergeTag(
  place: Place,
  tag: Tag,
  past: FetchedManifest,
): Promise<TagRestoration> {
  const present = await tryRead(() => fetchManifest(place, tag), place.signal)
  if (present instanceof RegistryError) return failedBy(present)
  // Judged by content: an index with platforms isn't a list of attachments, whatever its tag is called.
  const areLists = [present, past].every((one) => isAttachment(one, ''))
  if (!areLists) return { kind: 'elsewhere', digest: present.digest }
  const bytes = mergeReferrers(present.bytes, past.bytes)
  if (bytes === present.bytes) return { kind: 'merged', digest: present.digest }
  const image = { digest: sha256Digest(bytes), mediaType: present.mediaType, bytes }
  return await putTag(place, tag, image, 'merged')
}

/**
 * `present` with those attachments of `past` that it lacks appended; its other fields and their order don't change.
 * Returns `present` itself if nothing is missing.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
export function mergeReferrers(
  present: Uint8Array<ArrayBuffer>,
  past: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const read = (bytes: Uint8Array) =>
    JSON.parse(new TextDecoder().decode(bytes)) as { manifests: { digest: string }[] | null }
  const list = read(present)
  const manifests = list.manifests ?? []
  const known = new Set(manifests.map(({ digest }) => digest))
  const lacking = (read(past).manifests ?? []).filter(({ digest }) => !known.has(digest))
  if (lacking.length === 0) return present
  const merged = { ...list, manifests: [...manifests, ...lacking] }
  return new TextEncoder().encode(JSON.stringify(merged))
}
