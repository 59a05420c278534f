import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { mapPool } from '../../registry/pool.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { type TagState, askTag } from '../../registry/tags/tagReader.ts'
import { isAttachment } from '../../image/attachmentContent.ts'
import { blobsOf } from '../../image/graph/held.ts'
import { distinctSize } from '../../image/layers.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import type { Orphan, Role } from './deletionPlan.ts'

/** What is deleted along with images: not selected, and not needed by anything else. */
export type Companions = {
  /** Tags of signatures and other attachments, with the digest that each belongs to. */
  readonly tags: ReadonlyMap<Tag, Digest>
  /** Children of indexes, and attachments without a tag of their own. */
  readonly parts: ReadonlyMap<Digest, PartRole>
}

export type PartRole = Exclude<Role, { kind: 'selected' }>

export const NO_COMPANIONS: Companions = { tags: new Map(), parts: new Map() }

/** Attachment tags by the digest in their name. */
export function attachmentTagsBySubject(
  tags: Iterable<Tag>,
): ReadonlyMap<Digest, readonly { readonly tag: Tag; readonly ending: string }[]> {
  const found = new Map<Digest, { tag: Tag; ending: string }[]>()
  for (const tag of tags) {
    const named = readAttachmentTag(tag)
    if (!named) continue
    found.set(named.subject, [...(found.get(named.subject) ?? []), { tag, ending: named.ending }])
  }
  return found
}

/**
 * Attachment tags whose image is gone: no tag reaches it, and the registry says that it doesn't exist.
 *
 * @throws LoginRequiredError; an abort
 */
export async function findOrphans(
  place: Place,
  store: ManifestStore,
  states: ReadonlyMap<Tag, TagState>,
): Promise<readonly Orphan[]> {
  const named = [...attachmentTagsBySubject(states.keys())]
  const found = await mapPool(named, 6, async ([subject, tags]): Promise<Orphan[]> => {
    if (store.known.has(subject)) return []
    const contents = tags.flatMap(({ tag, ending }) => {
      const state = states.get(tag)
      const content = state?.kind === 'at' ? store.known.get(state.digest) : undefined
      return content && isAttachment(content, ending) ? [{ tag, content }] : []
    })
    if (contents.length === 0) return []
    const state = await askTag(place, subject)
    if (state.kind !== 'absent') return []
    return contents.map(({ tag, content }) => ({
      tag,
      subject,
      size: content.bytes.length + distinctSize(blobsOf(content)),
    }))
  })
  return found.flat()
}
