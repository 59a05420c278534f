import { sha256Digest } from '../registry/digest.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest, Tag } from '../registry/names.ts'
import type { JournalEntry, JournalTag } from './journal.ts'
import { withoutReferrers } from './referrersMerge.ts'
import { readStoredManifest } from './storedManifest.ts'

/**
 * A list of attachments that stays, written anew without those that go. Its tag stays; the list that it was on
 * before goes, where nothing else uses it.
 *
 * @see distribution-spec, "Deleting Manifests" and "Referrers Tag Schema"
 */
export type ListChange = {
  readonly tag: Tag
  /** What everything in the list is attached to. */
  readonly subject: Digest
  /** Tags that are on the subject. */
  readonly subjectTags: readonly Tag[]
  readonly before: FetchedManifest
  /** Of the same media type. A list of which nothing is left is an index without manifests. */
  readonly after: FetchedManifest
  readonly removed: readonly Digest[]
}

/** `undefined` where it is no list, or names none of `removed`. */
export function changeList(
  {
    tag,
    subject,
    subjectTags,
    before,
  }: Pick<ListChange, 'tag' | 'subject' | 'subjectTags' | 'before'>,
  removed: readonly Digest[],
): ListChange | undefined {
  const bytes = withoutReferrers(before.bytes, new Set<string>(removed))
  if (!bytes) return undefined
  const { mediaType } = before
  const after = readStoredManifest({ digest: sha256Digest(bytes), mediaType, bytes })
  return after && { tag, subject, subjectTags, before, after, removed }
}

/** The changes where only what is `going` goes. */
export function narrowLists(
  lists: readonly ListChange[],
  going: ReadonlySet<Digest | undefined>,
): readonly ListChange[] {
  return lists.flatMap((list) => {
    const removed = list.removed.filter((digest) => going.has(digest))
    if (removed.length === list.removed.length) return [list]
    return changeList(list, removed) ?? []
  })
}

/** Whether an entry has this tag as a list that the deletion writes anew, and not as one that it removes. */
export function isChangedList(
  { cause }: Pick<JournalEntry, 'cause'>,
  { movedTo }: Pick<JournalTag, 'movedTo'>,
): boolean {
  return cause === 'deletion' && movedTo !== undefined
}

/** The lists in an entry, as they were and as they are written: neither is an image that goes. */
export function listDigests(entry: JournalEntry): ReadonlySet<Digest | undefined> {
  const lists = entry.tags.filter((tag) => isChangedList(entry, tag))
  return new Set(lists.flatMap(({ digest, movedTo }) => [digest, movedTo]))
}

/** A list as it was, and the images of the entry that it named; `undefined` where its bytes are not there. */
export function readPastList(
  { manifests }: JournalEntry,
  { digest }: Pick<JournalTag, 'digest'>,
): { readonly list: FetchedManifest; readonly own: readonly Digest[] } | undefined {
  const stored = manifests.find((one) => one.digest === digest)
  const list = stored && readStoredManifest(stored)
  if (list?.manifest.kind !== 'image-index') return undefined
  const images = new Set(manifests.flatMap((one) => (one.role === 'image' ? [one.digest] : [])))
  const own = list.manifest.manifests.map((one) => one.digest).filter((one) => images.has(one))
  return { list, own }
}
