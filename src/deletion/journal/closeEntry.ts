import type { Digest, Tag } from '../../registry/names.ts'
import type { JournalEntry, JournalTag } from './journal.ts'
import {
  type ManifestOutcome,
  type TagOutcome,
  imageEnd,
  isRemoved,
  isUnknown,
} from '../plan/report.ts'

/** How a run ended, as far as it knows. */
export type RunEnd = {
  readonly outcomes: ReadonlyMap<Tag, TagOutcome>
  readonly manifests: ReadonlyMap<Digest, ManifestOutcome['outcome']>
}

/**
 * An entry updated with what happened. It stays open if only the registry can tell, later.
 *
 * @param sent tags and digests for which a DELETE, or a copy, was about to be sent
 */
export function closeEntry(
  entry: JournalEntry,
  { outcomes, manifests }: RunEnd,
  sent: ReadonlySet<Tag | Digest>,
): JournalEntry {
  const isSent = ({ tag, digest }: JournalTag) =>
    sent.has(tag) || (digest !== undefined && sent.has(digest))
  const tags = entry.tags.map((one) => ({
    ...one,
    isGone: isTagGone(outcomes.get(one.tag), isSent(one)),
  }))
  const isImageGone = (digest: Digest): boolean | undefined => {
    if (!sent.has(digest)) return false
    const its = tags.filter((one) => one.digest === digest)
    // If a tag's outcome is unknown, so is its image's.
    if (its.some(({ isGone }) => isGone === undefined)) return undefined
    const images = its.map(({ tag }) => imageEnd(outcomes.get(tag)))
    if (images.includes('unknown')) return undefined
    return images.includes('deleted') || isManifestGone(manifests.get(digest))
  }
  const ended = entry.manifests.map((one) =>
    one.isGone === undefined ? { ...one, isGone: isImageGone(one.digest) } : one,
  )
  const isOpen = [...tags, ...ended].some(({ isGone }) => isGone === undefined)
  return { ...entry, tags, manifests: ended, state: isOpen ? 'open' : 'done' }
}

/** `undefined` if only the registry can tell, later. */
function isTagGone(outcome: TagOutcome | undefined, isSent: boolean): boolean | undefined {
  if (!outcome) return false
  if (isRemoved(outcome) || outcome.kind === 'pushed-again') return true
  if (isUnknown(outcome)) return undefined
  if (outcome.kind !== 'failed') return false
  // Nobody knows when a request arrives whose response was lost.
  if (outcome.why === 'no-answer' && isSent) return undefined
  // A registry may still carry out what it accepted.
  const isOpen = ['still-there', 'dangling', 'left-on-copy', 'left-empty'].includes(outcome.why)
  return isOpen ? undefined : false
}

function isManifestGone(outcome: ManifestOutcome['outcome'] | undefined): boolean | undefined {
  return outcome?.kind === 'not-settled' ? undefined : outcome !== undefined && isRemoved(outcome)
}
