import { sha256Digest } from '../../../registry/digest.ts'
import { createEmptyIndex } from '../../../registry/emptyIndex.ts'
import { LoginRequiredError } from '../../../registry/errors.ts'
import type { FetchedManifest } from '../../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../../registry/mediaTypes.ts'
import type { Tag } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { withWhiteSpace } from '../../../registry/whiteSpace.ts'
import { isBeyondPulling } from '../../../image/graph/blobs.ts'
import { askCanary } from '../../ability/ability.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { checkUnmoved, isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { outcomeUnchanged, stopAfter } from './answers.ts'
import { type StandIn, finishOrRestore } from './standIn.ts'
import { seeDeletionWork } from './trial.ts'

type Stand = StandIn & { readonly content: 'copy' | 'empty' }

/**
 * Removes one tag from an image that is kept, on a registry that deletes only digests: the same content is pushed to
 * the tag under a unique digest, and that digest is deleted. If the manifest is gone or can no longer be pulled, or
 * if the tag's link is empty, an empty index is used instead.
 *
 * @throws JournalError, before anything is sent
 */
export async function untagByStandIn(
  run: Run,
  tag: Tag,
  original: FetchedManifest | undefined,
  content: Stand['content'] = original ? 'copy' : 'empty',
): Promise<TagOutcome> {
  const changed = checkUnmoved(run.plan, tag, await run.ask(tag), original?.digest)
  if (changed) return changed
  const copied = content === 'copy' ? original : undefined
  // A tag whose image can't be pulled has nothing to lose, and may be what breaks deletion here.
  const obstacle = copied && (await seeDeletionWork(run, tag))
  if (obstacle) return obstacle
  const bytes = copied ? withWhiteSpace(copied.bytes) : createEmptyIndex()
  const stand: Stand = { tag, original, content, digest: sha256Digest(bytes) }
  await run.journal.addCopy(tag, stand.digest)
  const mediaType = copied?.mediaType ?? MEDIA_TYPE.ociIndex
  const attempt = await run.put(tag, { mediaType, bytes })
  if (!copied || attempt.kind !== 'rejected') return await goOnAfterPut(run, stand, attempt)
  const { error } = attempt
  if (error.status === 413) {
    return { kind: 'cannot', because: { kind: 'too-large', size: copied.bytes.length } }
  }
  if (!error.hasCode('MANIFEST_BLOB_UNKNOWN')) return await goOnAfterPut(run, stand, attempt)
  // The registry lacks a part of it. If it can't be pulled anyway, anything may replace it.
  const isSelected = !run.plan.attachmentTags.has(tag)
  return isSelected && (await isBeyondPulling(run, copied))
    ? await untagByStandIn(run, tag, copied, 'empty')
    : { kind: 'cannot', because: { kind: 'incomplete-image' } }
}

async function goOnAfterPut(run: Run, stand: Stand, attempt: Attempt): Promise<TagOutcome> {
  if (attempt.kind === 'done') return await deleteStand(run, stand)
  if (attempt.kind === 'absent') {
    const message = 'The registry doesn’t have this repository'
    return { kind: 'failed', why: 'rejected', message }
  }
  if (!isUnanswered(attempt)) return outcomeUnchanged(run, attempt)
  const { tag, digest } = stand
  const { message } = attempt.error
  const state = (await run.findOut(attempt, [tag]))?.states.get(tag)
  if (!state) return { kind: 'not-settled', message }
  if (state.kind === 'at' && state.digest === digest) return await deleteStand(run, stand)
  const why = stopAfter(run, attempt)
  return (
    checkUnmoved(run.plan, tag, state, stand.original?.digest) ?? { kind: 'failed', why, message }
  )
}

async function deleteStand(run: Run, stand: Stand): Promise<TagOutcome> {
  const left = stand.content === 'copy' ? 'left-on-copy' : 'left-empty'
  if (await isStillPoisoned(run, stand.tag)) {
    return { kind: 'failed', why: left, message: 'Another tag’s link is empty as well' }
  }
  let attempt = await run.delete(stand.digest)
  const refusal = attempt.kind === 'refused' ? attempt : undefined
  if (refusal) {
    const { by, error } = refusal
    // The tag must not be left half-way: this removal is finished, then the rest stops.
    const isSignedIn = error instanceof LoginRequiredError && (await run.askLogin(error))
    run.stop({ kind: by, error })
    if (isSignedIn) attempt = await run.delete(stand.digest)
  }
  if (attempt.kind === 'done' || attempt.kind === 'absent') {
    return { kind: 'deleted', image: 'stays' }
  }
  if (attempt.kind === 'withheld') {
    return { kind: 'not-settled', message: 'An earlier request has not been answered yet' }
  }
  const { message } = attempt.error
  const end = await finishOrRestore(run, stand, attempt)
  if (end.kind === 'gone') return { kind: 'deleted', image: 'stays' }
  const isLost = isUnanswered(attempt)
  if (isLost && end.kind === 'unknown') return { kind: 'not-settled', message }
  const why = isUnanswered(attempt) ? stopAfter(run, attempt) : refusal ? 'refused' : 'rejected'
  if (end.kind === 'restored') return { kind: 'failed', why, message }
  if (end.kind === 'elsewhere') {
    return { kind: isLost ? 'elsewhere' : 'moved', digest: end.digest }
  }
  const isDangling = end.kind === 'left' && end.isDangling
  return { kind: 'failed', why: isDangling ? 'dangling' : left, message }
}

/** Whether deleting a digest would still fail half-way now that a tag's empty link has been filled. */
async function isStillPoisoned(run: Run, tag: Tag): Promise<boolean> {
  if (run.plan.states.get(tag)?.kind !== 'unknown') return false
  try {
    return (await askCanary(run)) === 'poisoned'
  } catch (error) {
    // The deletion itself will ask for the login.
    if (error instanceof LoginRequiredError) return false
    throw error
  }
}
