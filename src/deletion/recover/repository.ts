import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { findLinkedDigest, hasNoLink } from '../../registry/tags/linkedDigest.ts'
import { type TagState, askTag } from '../../registry/tags/tagReader.ts'
import {
  type JournalEntry,
  type JournalManifest,
  type JournalTag,
  isTouched,
} from '../journal/journal.ts'
import { type TagsFound, isGone, lookAtTags, lookWhenStill, tryLookAtTags } from '../run/look.ts'
import { type Site, endRemoval, finishRemoval, isOwnCopy, removeTrials } from './halfWay.ts'
import { type RecoveredEntry, type TagRecovery, hasHappened } from './report.ts'

type Findings = {
  readonly tags: TagsFound
  /** Tags that were listed without a manifest until it was restored. */
  readonly restored: ReadonlySet<Tag>
  readonly manifests: ReadonlyMap<Digest, TagState>
}

/**
 * Settles the open entries of one repository.
 *
 * @param write stores entries, and removes those, by id, of which nothing is gone
 * @throws what listing and `sweepTags` throw (then nothing is written); what `write` throws
 */
export async function recoverRepository(
  site: Site,
  entries: readonly JournalEntry[],
  write: (found: readonly JournalEntry[], untouched: readonly string[]) => Promise<void>,
): Promise<readonly RecoveredEntry[]> {
  const open = entries.flatMap((entry) => listOpenTags(entry.tags))
  const names = [...new Set(open.map(({ tag }) => tag))]
  const first = await lookAtTags(site, names)
  // What is gone needs no waiting: no request still in flight can harm it.
  // That an image is still there proves nothing yet: registries may delete later than they say.
  const isOver = names.length > 0 && names.every((tag) => isGone(tag, first))
  const tags = isOver
    ? first
    : await lookWhenStill(() => tryLookAtTags(site, names), names, site.pace)
  const manifests = await askManifests(site, entries)
  const found =
    tags && (await restoreHalfDone(site, entries, { tags, restored: new Set(), manifests }))
  const settled: JournalEntry[] = []
  const recovered: RecoveredEntry[] = []
  for (const entry of entries) {
    const outcomes = new Map<JournalTag, TagRecovery>()
    for (const tag of listOpenTags(entry.tags)) {
      // Nothing can be said about tags that keep changing.
      outcomes.set(tag, found ? await recoverTag(site, entry, tag, found) : { kind: 'unknown' })
    }
    settled.push(settle(entry, outcomes, found?.manifests ?? manifests))
    const told = [...outcomes].map(([{ tag }, outcome]) => ({ tag, outcome }))
    recovered.push({ repository: entry.repository, tags: told })
  }
  await removeTrials(
    site,
    open.flatMap(({ copies }) => copies),
  )
  const untouched = settled.filter((entry) => !isTouched(entry))
  await write(
    settled.filter(isTouched),
    untouched.map(({ id }) => id),
  )
  return recovered
}

/** The state of manifests that a deletion may have removed. */
async function askManifests(
  site: Site,
  entries: readonly JournalEntry[],
): Promise<ReadonlyMap<Digest, TagState>> {
  const deletions = entries.filter(({ cause }) => cause === 'deletion')
  const manifests = deletions.flatMap((entry) => entry.manifests)
  const digests = new Set(manifests.map(({ digest }) => digest))
  const asked = await mapPool([...digests], 6, async (digest) => {
    return [digest, await askTag(site, digest)] as const
  })
  return new Map(asked)
}

/**
 * A registry removes the manifest before its tags. If it was interrupted in between, this restores the manifest of
 * the tags that are still listed, including unselected ones.
 */
async function restoreHalfDone(
  site: Site,
  entries: readonly JournalEntry[],
  found: Findings,
): Promise<Findings> {
  const all = entries.flatMap((entry) => entry.manifests.map((one) => [one.digest, one] as const))
  const lost = new Map(all.filter(([digest]) => found.manifests.get(digest)?.kind === 'absent'))
  if (lost.size === 0) return found
  const listed = await lookAtTags(site, [...found.tags.listed])
  const manifests = new Map(found.manifests)
  const restored = new Set<Tag>()
  for (const [tag, state] of listed.states) {
    if (state.kind !== 'absent') continue
    const digest = await findLinkedDigest(site, tag, [...lost.keys()])
    const manifest = digest && lost.get(digest)
    if (!manifest) continue
    if (manifests.get(digest)?.kind === 'absent') {
      await site.put(digest, manifest)
      manifests.set(digest, await askTag(site, digest))
    }
    restored.add(tag)
  }
  if (restored.size === 0) return found
  return { tags: await lookAtTags(site, [...found.tags.states.keys()]), restored, manifests }
}

async function recoverTag(
  site: Site,
  { cause, manifests }: JournalEntry,
  { tag, digest, copies, movedTo }: JournalTag,
  { tags, restored }: Findings,
): Promise<TagRecovery> {
  const state = tags.states.get(tag)
  const original = manifests.find((manifest) => manifest.digest === digest)
  if (state?.kind === 'unknown') return { kind: 'unknown' }
  if (state?.kind === 'at') {
    const copy = copies.find((one) => one === state.digest)
    if (copy && (await isOwnCopy(site, copy, original))) {
      return await finishRemoval(site, { tag, digest: copy, original })
    }
    if (!copy && state.digest === movedTo) return { kind: 'moved' }
    if (copy || state.digest !== digest) return { kind: 'elsewhere', digest: state.digest }
    return { kind: restored.has(tag) ? 'restored' : 'not-deleted' }
  }
  // A tag that didn't exist, or had no manifest, is unchanged.
  const isAsBefore = digest === undefined && (cause === 'retag' || tags.listed.has(tag))
  if (isAsBefore) return { kind: 'not-deleted' }
  if (isGone(tag, tags)) return { kind: 'gone' }
  const copy = await findLinkedDigest(site, tag, copies)
  const hasLostLink = !copy && original && (await hasNoLink(site, tag))
  const past = copy ?? (hasLostLink ? original.digest : undefined)
  // If neither applies, it is listed without a manifest.
  return past ? await endRemoval(site, { tag, digest: past, original }) : { kind: 'unknown' }
}

/** Those that may or may not be gone. */
export function listOpenTags(tags: readonly JournalTag[]): readonly JournalTag[] {
  return tags.filter(({ isGone: is }) => is === undefined)
}

function settle(
  entry: JournalEntry,
  outcomes: ReadonlyMap<JournalTag, TagRecovery>,
  found: ReadonlyMap<Digest, TagState>,
): JournalEntry {
  const tags = entry.tags.map((tag) => {
    const outcome = outcomes.get(tag)
    return outcome ? { ...tag, isGone: hasHappened(outcome) } : tag
  })
  const isAbsent = ({ digest }: JournalManifest) => found.get(digest)?.kind === 'absent'
  const isHit =
    tags.some(({ isGone: is }) => is !== false) ||
    entry.manifests.some((manifest) => manifest.isGone === undefined && isAbsent(manifest))
  const manifests = entry.manifests.map((manifest) => {
    if (manifest.isGone) return manifest
    if (isAbsent(manifest)) return { ...manifest, isGone: true }
    const isThere = found.get(manifest.digest)?.kind === 'at'
    // A visible digest is a hint, not proof: only if no tag is gone can we be sure that nothing was deleted.
    return isThere && !isHit ? { ...manifest, isGone: false } : manifest
  })
  const isOpen =
    [...outcomes.values()].some(({ kind }) => kind === 'unknown') ||
    manifests.some(({ isGone: is, digest }) => is === undefined && found.get(digest)?.kind !== 'at')
  return { ...entry, tags, manifests, state: isOpen ? 'open' : 'done' }
}
