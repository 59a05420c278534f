import type { Digest, Tag } from '../../../registry/names.ts'
import { mapPool } from '../../../registry/pool.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'
import type { PlannedGroup } from '../../plan/deletionPlan.ts'
import type { KeptReason } from '../../plan/keptBecause.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { outcomeUnchanged } from './answers.ts'
import { restoreHalfDone } from './halfDone.ts'
import { imageAfter } from './imageEnd.ts'
import { removeTag } from './removeTag.ts'

type ImageGroup = PlannedGroup & { readonly digest: Digest }

/**
 * Deletes a digest with all its tags. Returns why it is kept, where something else needs it by now: then
 * nothing was done.
 */
export async function removeImageWithTags(
  run: Run,
  { digest, tags }: ImageGroup,
): Promise<KeptReason | undefined> {
  const because = await run.findReasonToKeep(digest)
  if (because?.kind === 'unknown-tags') {
    const message = `These tags may be on it: ${because.tags.join(', ')}`
    run.settleAll(tags, { kind: 'failed', why: 'unknown-tags', message })
    return undefined
  }
  if (because) return because
  const states = await askTags(run, tags)
  const changes = new Map(
    [...states].map(([tag, state]) => [tag, run.checkUnmoved(tag, state, digest)]),
  )
  const there = tags.filter((tag) => !changes.get(tag))
  const unread = [...changes.values()].find((outcome) => outcome?.kind === 'failed')
  for (const [tag, outcome] of changes) {
    if (outcome ?? unread) run.settleOutcome(tag, outcome ?? (unread as TagOutcome))
  }
  if (unread || there.length === 0) return undefined
  await deleteImage(run, digest, there)
  return undefined
}

/** Deletes the tags of an image by name, then its digest, unless something else needs it by then. */
export async function removeTagsThenImage(run: Run, { digest, tags }: ImageGroup): Promise<void> {
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
  if (attempt.kind === 'lost') await run.settle(deleted)
  // Its tags are gone, whatever the answer was; only the image may have stayed.
  run.settleAll(deleted, { kind: 'deleted', image: await imageAfter(run, digest, attempt) })
}

async function deleteImage(run: Run, digest: Digest, tags: readonly Tag[]): Promise<void> {
  const attempt = await run.deleteImage(digest)
  if (attempt.kind === 'done' || attempt.kind === 'absent') {
    return run.settleAll(tags, { kind: 'deleted', image: 'deleted' })
  }
  if (!isUnanswered(attempt)) return run.settleAll(tags, outcomeUnchanged(run, attempt))
  const found = await run.findOut(attempt, tags)
  if (found) return await restoreHalfDone(run, digest, found, attempt)
  run.settleAll(tags, { kind: 'not-settled', message: attempt.error.message })
}
