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
 */
export function foldAttachments(
  tags: readonly Tag[],
  digestsOf: (tag: Tag) => readonly Digest[],
): FoldedTags {
  const attachments = tags.flatMap((tag) => attachmentTag(tag) ?? [])
  const shown = tags.filter((tag) => !readAttachmentTag(tag))
  const owners = new Map<Digest, Set<Tag>>()
  const reach = (digest: Digest, owner: Tag) =>
    owners.set(digest, (owners.get(digest) ?? new Set()).add(owner))
  for (const tag of shown) for (const digest of digestsOf(tag)) reach(digest, tag)

  const folded = new Map<Tag, AttachmentTag[]>()
  let waiting: readonly AttachmentTag[] = attachments
  let isMoving = true
  while (isMoving) {
    const rest = waiting.filter((attachment) => {
      const found = owners.get(attachment.subject)
      for (const owner of found ?? []) {
        folded.set(owner, [...(folded.get(owner) ?? []), attachment])
        for (const digest of digestsOf(attachment.tag)) reach(digest, owner)
      }
      return !found
    })
    isMoving = rest.length < waiting.length
    waiting = rest
  }
  return { tags: shown, attachments: folded, unplaced: waiting }
}
