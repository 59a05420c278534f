import type { Digest, Tag } from '../../../registry/names.ts'
import { mapPool } from '../../../registry/pool.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'
import type { PlannedGroup } from '../../plan/deletionPlan.ts'
import type { KeptReason } from '../../plan/keptBecause.ts'
import type { ManifestOutcome } from '../../plan/report.ts'
import { checkUnmoved, isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { imageAfter, isDeleted, outcomeUnchanged, restoreHalfDone, stopAfter } from './answers.ts'
import { removeTag, removeTags } from './removeTags.ts'

/** Deletes an image with its tags; returns why it is kept if its tags have to be removed alone. */
export async function removeImage(run: Run, group: PlannedGroup): Promise<KeptReason | undefined> {
  const { digest, tags, role, after } = group
  if (!digest) return undefined
  const isLeft = (one: Digest) => !isDeleted(run, one)
  // A child or attachment is kept if what it belongs to is.
  const subject = role.kind === 'selected' ? undefined : [...role.of, ...after].find(isLeft)
  if (subject) {
    const because = { kind: 'subject-stays', digest: subject } as const
    run.manifests.set(digest, { kind: 'kept', because })
    run.settleAll(tags, { kind: 'kept', because })
    return undefined
  }
  if (tags.length === 0) {
    run.manifests.set(digest, await removeManifest(run, digest))
    return undefined
  }
  const index = after.find(isLeft)
  if (run.plan.ability === 'by-digest') {
    if (index) return { kind: 'in-index', index, tags: [] }
    return await removeWithTags(run, digest, tags)
  }
  if (index) await removeTags(run, group)
  else await removeAfterTags(run, digest, tags)
  return undefined
}

/** Deletes a digest with all its tags. If something else needs it by now, does nothing and returns the reason. */
async function removeWithTags(
  run: Run,
  digest: Digest,
  tags: readonly Tag[],
): Promise<KeptReason | undefined> {
  const because = await run.findReasonToKeep(digest)
  if (because?.kind === 'unknown-tags') {
    const message = `These tags may point to it: ${because.tags.join(', ')}`
    run.settleAll(tags, { kind: 'failed', why: 'unknown-tags', message })
    return undefined
  }
  if (because) return because
  const states = await askTags(run, tags)
  const changes = new Map(
    [...states].map(([tag, state]) => [tag, checkUnmoved(run.plan, tag, state, digest)]),
  )
  const there = tags.filter((tag) => !changes.get(tag))
  const unread = [...changes.values()].find((outcome) => outcome?.kind === 'failed')
  for (const [tag, change] of changes) {
    const outcome = change ?? unread
    if (outcome) run.settleOutcome(tag, outcome)
  }
  if (unread || there.length === 0) return undefined
  const attempt = await run.deleteImage(digest)
  if (attempt.kind === 'done' || attempt.kind === 'absent') {
    run.settleAll(there, { kind: 'deleted', image: 'deleted' })
  } else if (!isUnanswered(attempt)) {
    run.settleAll(there, outcomeUnchanged(run, attempt))
  } else {
    const found = await run.findOut(attempt, there)
    if (found) await restoreHalfDone(run, digest, found, attempt)
    else run.settleAll(there, { kind: 'not-settled', message: attempt.error.message })
  }
  return undefined
}

/** Deletes the tags of an image by name, then its digest, unless something else needs it by then. */
async function removeAfterTags(run: Run, digest: Digest, tags: readonly Tag[]): Promise<void> {
  await mapPool(tags, 2, async (tag) => {
    if (!run.isBlocked) run.settleOutcome(tag, await removeTag(run, tag, digest))
  })
  const kindOf = (tag: Tag) => run.outcomes.get(tag)?.kind
  const deleted = tags.filter((tag) => kindOf(tag) === 'deleted')
  const isLeft = (tag: Tag) => !['deleted', 'already-gone', 'moved'].includes(kindOf(tag) ?? '')
  if (deleted.length === 0 || tags.some(isLeft)) return
  const keptBecause = await run.findReasonToKeep(digest)
  if (keptBecause) return run.settleAll(deleted, { kind: 'deleted', image: 'stays', keptBecause })
  const attempt = await run.deleteImage(digest)
  if (attempt.kind === 'refused') run.stop({ kind: attempt.by, error: attempt.error })
  if (attempt.kind === 'rejected') {
    const because = { kind: 'refused', message: attempt.error.message } as const
    return run.settleAll(deleted, { kind: 'deleted', image: 'stays', keptBecause: because })
  }
  if (attempt.kind === 'lost') await run.settle(deleted)
  // Its tags are gone in any case; only the image may have been kept.
  run.settleAll(deleted, { kind: 'deleted', image: await imageAfter(run, digest, attempt) })
}

/**
 * Deletes a manifest without tags: a child or attachment of a deleted image. As with every image, a fresh sweep has
 * to show that nothing kept needs it.
 *
 * @throws what a sweep throws
 */
async function removeManifest(run: Run, digest: Digest): Promise<ManifestOutcome['outcome']> {
  const because = await run.findReasonToKeep(digest)
  if (because) return { kind: 'kept', because }
  const attempt = await run.deleteImage(digest)
  if (attempt.kind === 'done') return { kind: 'deleted' }
  if (attempt.kind === 'absent') return { kind: 'already-gone' }
  if (!isUnanswered(attempt)) return outcomeUnchanged(run, attempt)
  const unsettled = { kind: 'not-settled', message: attempt.error.message } as const
  if (!(await run.findOut(attempt, []))) return unsettled
  if ((await imageAfter(run, digest, attempt)) === 'deleted') return { kind: 'deleted' }
  stopAfter(run, attempt)
  return unsettled
}
