import type { Digest, Tag } from '../../../registry/names.ts'
import { mapPool } from '../../../registry/pool.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import type { PlannedGroup, StayReason } from '../../plan/deletionPlan.ts'
import { putBackWhereHalfDone } from './halfDone.ts'
import { imageAfter } from './imageAfter.ts'
import { removeTag } from './removeTag.ts'
import type { TagOutcome } from '../../plan/report.ts'
import type { Run } from '../run.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'

type ImageGroup = PlannedGroup & { readonly digest: Digest }

/**
 * Deletes a digest with all its tags. Gives back why it must stay, where something else needs it by now: then
 * nothing was done.
 */
export async function removeImageWithTags(
  run: Run,
  { digest, tags }: ImageGroup,
): Promise<StayReason | undefined> {
  const holder = await run.findHolder(digest)
  if (holder?.kind === 'unknown-tags') {
    const message = `These tags may be on it: ${holder.tags.join(', ')}`
    run.settleAll(tags, { kind: 'failed', why: 'unknown-tags', message })
    return undefined
  }
  if (holder) return holder
  const states = await askTags(run.transport, run.repository, tags)
  const changes = new Map(
    [...states].map(([tag, state]) => [tag, run.checkUnmoved(tag, state, digest)]),
  )
  const there = tags.filter((tag) => !changes.get(tag))
  const unread = [...changes.values()].find((outcome) => outcome?.kind === 'failed')
  for (const [tag, outcome] of changes) {
    if (outcome ?? unread) run.settleOutcome(tag, outcome ?? (unread as TagOutcome))
  }
  if (unread || there.length === 0) return undefined
  await finish(run, digest, there, await run.deleteImage(digest))
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
  const stays = await run.findHolder(digest)
  if (stays) return run.settleAll(deleted, { kind: 'deleted', image: 'stays', stays })
  const attempt = await run.deleteImage(digest)
  if (attempt.kind === 'refused') run.stop({ kind: attempt.by, error: attempt.error })
  if (attempt.kind === 'lost') await run.settle(deleted)
  // Its tags are gone, whatever the answer was; only the image may have stayed.
  run.settleAll(deleted, { kind: 'deleted', image: await imageAfter(run, digest, attempt) })
}

async function finish(run: Run, digest: Digest, tags: readonly Tag[], attempt: Attempt) {
  switch (attempt.kind) {
    case 'done':
    case 'absent':
      return run.settleAll(tags, { kind: 'deleted', image: 'deleted' })
    case 'withheld':
      return run.settleAll(tags, { kind: 'not-started' })
    case 'refused':
      run.stop({ kind: attempt.by, error: attempt.error })
      return run.settleAll(tags, { kind: 'failed', why: 'refused', message: attempt.error.message })
    case 'rejected':
      return run.settleAll(tags, {
        kind: 'failed',
        why: 'rejected',
        message: attempt.error.message,
      })
    case 'broken':
    case 'lost': {
      const found = await run.findOut(attempt, tags)
      const { message } = attempt.error
      if (!found) return run.settleAll(tags, { kind: 'not-settled', message })
      return await putBackWhereHalfDone(run, digest, found, attempt)
    }
  }
}
