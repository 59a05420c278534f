import type { Digest, Tag } from '../registry/names.ts'
import { readAttachmentTag } from '../registry/tags/attachmentTags.ts'

/** A tag that clients push next to an image: cosign's, or the list of referrers. */
export type AttachmentTag = {
  readonly tag: Tag
  readonly subject: Digest
  /** `signature`, `attestation`, `SBOM`, `referrers`; any other suffix unchanged. */
  readonly label: string
}

/** Tags with their attachments folded under them. */
export type FoldedTags = {
  /** All other tags, in their original order. */
  readonly tags: readonly Tag[]
  readonly attachments: ReadonlyMap<Tag, readonly AttachmentTag[]>
  /** Attachments whose subject no tag is known to reach: it is gone, or not loaded yet. */
  readonly unplaced: readonly AttachmentTag[]
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ['', 'referrers'],
  ['sig', 'signature'],
  ['att', 'attestation'],
  ['sbom', 'SBOM'],
])

/** The subject that an attachment tag belongs to by its name; `undefined` for every other tag. */
export function attachmentTag(tag: Tag): AttachmentTag | undefined {
  const found = readAttachmentTag(tag)
  if (!found) return undefined
  return { tag, subject: found.subject, label: LABELS.get(found.ending) ?? found.ending }
}

const MARKS: readonly (readonly [mark: string, pattern: RegExp])[] = [
  ['Signature', /signature/i],
  ['SBOM', /SBOM/],
  ['Provenance', /provenance/],
]

/** Which of signature, SBOM and provenance are among attachments, by their labels. */
export function listMarks(labels: readonly string[]): readonly string[] {
  return MARKS.flatMap(([mark, pattern]) => (labels.some((one) => pattern.test(one)) ? mark : []))
}

/**
 * Folds `sha256-…` tags under the tags that reach their subject. `digestsOf` gives the digests that a tag is known
 * to reach: its own, its children's, and the members of a list of referrers, for attachments of attachments.
 *
 * @param isAttachment by name, unless the content says otherwise
 */
export function foldAttachments(
  tags: readonly Tag[],
  digestsOf: (tag: Tag) => readonly Digest[],
  isAttachment = (tag: Tag) => readAttachmentTag(tag) !== undefined,
): FoldedTags {
  const attachments = tags.flatMap((tag) => (isAttachment(tag) && attachmentTag(tag)) || [])
  const shown = tags.filter((tag) => !isAttachment(tag))
  const bySubject = new Map<Digest, AttachmentTag[]>()
  for (const one of attachments) {
    bySubject.set(one.subject, [...(bySubject.get(one.subject) ?? []), one])
  }
  const folded = new Map<Tag, AttachmentTag[]>()
  for (const tag of shown) {
    // Grows while it is walked, since attachments may have attachments of their own.
    const reached = new Set(digestsOf(tag))
    for (const digest of reached) {
      for (const one of bySubject.get(digest) ?? []) {
        folded.set(tag, [...(folded.get(tag) ?? []), one])
        for (const further of digestsOf(one.tag)) reached.add(further)
      }
    }
  }
  const placed = new Set([...folded.values()].flat())
  const unplaced = attachments.filter((one) => !placed.has(one))
  return { tags: shown, attachments: folded, unplaced }
}
