import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import {
  type Journal,
  type JournalEntry,
  type JournalManifest,
  type JournalTag,
  isTouched,
} from '../journal/journal.ts'
import { findLinkedDigest, hasNoLink } from '../../registry/tags/linkedDigest.ts'
import { type Site, endRemoval, finishRemoval, isOwnCopy, putBytes } from './halfWay.ts'
import { type RecoveredEntry, type TagRecovery, hasHappened } from './report.ts'
import { type TagsFound, isGone, lookAtTags, lookWhenStill, tryLookAtTags } from '../run/look.ts'
import { type TagState, askTag } from '../../registry/tags/tagReader.ts'

/** What is found in the registry. */
type Findings = {
  readonly tags: TagsFound
  /** Tags that were listed without a manifest until it was restored. */
  readonly restored: ReadonlySet<Tag>
  readonly manifests: ReadonlyMap<Digest, TagState>
}

/**
 * Settles the open entries of one repository, and writes down what was found.
 *
 * @throws what listing and `sweepTags` throw: then the journal is as it was; JournalError
 */
export async function recoverRepository(
  site: Site,
  entries: readonly JournalEntry[],
  journal: Pick<Journal, 'write' | 'remove'>,
): Promise<readonly RecoveredEntry[]> {
  const open = entries.flatMap((entry) => listOpenTags(entry.tags))
  const names = [...new Set(open.map(({ tag }) => tag))]
  const first = await lookAtTags(site, names)
  // What is gone needs no waiting: nothing that is still to come can do it harm.
  const isOver = names.every((tag) => isGone(tag, first))
  const tags = isOver
    ? first
    : await lookWhenStill(() => tryLookAtTags(site, names), names, site.pace)
  const manifests = await askManifests(site, entries)
  const found =
    tags && (await restoreHalfDone(site, entries, { tags, restored: new Set(), manifests }))
  const kept: JournalEntry[] = []
  const untouched: string[] = []
  const recovered: RecoveredEntry[] = []
  for (const entry of entries) {
    const leftovers: Digest[] = []
    const outcomes = new Map<JournalTag, TagRecovery>()
    for (const tag of listOpenTags(entry.tags)) {
      outcomes.set(
        tag,
        found
          ? await recoverTag(site, entry, tag, found, leftovers)
          : { kind: 'unknown', message: 'Its tags do not stand still' },
      )
    }
    const after = settle(entry, outcomes, found?.manifests ?? manifests)
    const isLeft = isTouched(after)
    if (isLeft) kept.push(after)
    else untouched.push(entry.id)
    recovered.push({
      id: entry.id,
      repository: entry.repository,
      outcome: !isLeft ? 'removed' : after.state === 'open' ? 'open' : 'done',
      tags: [...outcomes].map(([{ tag }, outcome]) => ({ tag, outcome })),
      leftovers,
    })
  }
  if (kept.length > 0) await journal.write(kept)
  if (untouched.length > 0) await journal.remove(untouched)
  return recovered
}

/** Manifests that a deletion may have removed. */
async function askManifests(
  { transport, repository }: Site,
  entries: readonly JournalEntry[],
): Promise<Map<Digest, TagState>> {
  const digests = new Set(
    entries.flatMap(({ cause, manifests }) =>
      cause === 'deletion' ? manifests.map(({ digest }) => digest) : [],
    ),
  )
  const asked = await mapPool([...digests], 6, async (digest) => {
    return [digest, await askTag({ transport, repository }, digest)] as const
  })
  return new Map(asked)
}

/**
 * A registry removes the manifest first and its tags after: where it was ended in between, the manifest of the tags
 * that are still listed is restored, also of those that nobody selected.
 */
async function restoreHalfDone(
  site: Site,
  entries: readonly JournalEntry[],
  found: Findings,
): Promise<Findings> {
  const { transport, repository } = site
  const lost = new Map<Digest, JournalManifest>()
  for (const manifest of entries.flatMap((entry) => entry.manifests)) {
    const { digest } = manifest
    if (found.manifests.get(digest)?.kind === 'absent') lost.set(digest, manifest)
  }
  if (lost.size === 0) return found
  const all = await lookAtTags(site, [...found.tags.listed])
  const dangling = [...all.states].flatMap(([tag, { kind }]) => (kind === 'absent' ? [tag] : []))
  const manifests = new Map(found.manifests)
  const restored = new Set<Tag>()
  for (const tag of dangling) {
    const digest = await findLinkedDigest({ transport, repository }, tag, [...lost.keys()])
    const manifest = digest && lost.get(digest)
    if (!digest || !manifest) continue
    if (manifests.get(digest)?.kind === 'absent') {
      await putBytes(site, digest, manifest)
      manifests.set(digest, await askTag({ transport, repository }, digest))
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
  leftovers: Digest[],
): Promise<TagRecovery> {
  const state = tags.states.get(tag)
  const original = manifests.find((manifest) => manifest.digest === digest)
  if (state?.kind === 'unknown') return { kind: 'unknown', message: state.message }
  if (state?.kind === 'at') {
    const copy = copies.find((one) => one === state.digest)
    if (copy && !(await isOwnCopy(site, copy, original))) {
      return { kind: 'elsewhere', digest: copy }
    }
    if (copy) return await finishRemoval(site, { tag, digest: copy, original }, leftovers)
    if (state.digest === movedTo) return { kind: 'moved' }
    if (state.digest !== digest) return { kind: 'elsewhere', digest: state.digest }
    return { kind: restored.has(tag) ? 'restored' : 'not-deleted' }
  }
  // A tag that was not there, or without a manifest, is as it was.
  const isAsBefore = digest === undefined && (cause === 'retag' || tags.listed.has(tag))
  if (isAsBefore) return { kind: 'not-deleted' }
  if (isGone(tag, tags)) return { kind: 'gone' }
  const { transport, repository } = site
  const copy = await findLinkedDigest({ transport, repository }, tag, copies)
  const hasLostLink = !copy && original && (await hasNoLink({ transport, repository }, tag))
  const past = copy ?? (hasLostLink ? original.digest : undefined)
  if (past) return await endRemoval(site, { tag, digest: past, original }, leftovers)
  return { kind: 'unknown', message: 'It is listed without a manifest' }
}

/** Those of which it is not known whether they are gone. */
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
    // A digest that is shown is a hint, no proof: only where no tag is gone nothing below it was deleted.
    return isThere && !isHit ? { ...manifest, isGone: false } : manifest
  })
  const isOpen =
    [...outcomes.values()].some(({ kind }) => kind === 'unknown') ||
    manifests.some(({ isGone: is, digest }) => is === undefined && found.get(digest)?.kind !== 'at')
  return { ...entry, tags, manifests, state: isOpen ? 'open' : 'done' }
}
