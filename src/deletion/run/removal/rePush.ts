import { sha256Digest } from '../../../registry/digest.ts'
import { LoginRequiredError } from '../../../registry/errors.ts'
import type { FetchedManifest } from '../../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../../registry/mediaTypes.ts'
import type { Tag } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { askCanary } from '../../ability/canary.ts'
import { createEmptyIndex } from '../../../registry/emptyIndex.ts'
import { isBeyondPulling } from '../../../image/graph/pullable.ts'
import { type Stand, putOriginalBack } from './putBack.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { type Run, isGone } from '../run.ts'
import { withWhiteSpace } from '../../../registry/whiteSpace.ts'

/**
 * Removes one tag from an image that stays, on a registry that deletes only digests: the same content goes
 * onto the tag under a digest that no other tag has, and that digest is deleted.
 *
 * @throws JournalError: then nothing was sent
 */
export async function untagByRePush(
  run: Run,
  tag: Tag,
  original: FetchedManifest,
): Promise<TagOutcome> {
  const changed = run.checkUnmoved(tag, await run.ask(tag), original.digest)
  if (changed) return changed
  const bytes = withWhiteSpace(original.bytes)
  const stand: Stand = { tag, original, content: 'copy', digest: sha256Digest(bytes) }
  await run.journal.addCopy(tag, stand.digest)
  const attempt = await run.put(tag, original.mediaType, bytes)
  if (attempt.kind !== 'rejected') return await goOnAfterPut(run, stand, attempt)
  const { error } = attempt
  if (error.status === 413) {
    return { kind: 'cannot', because: { kind: 'too-large', size: original.bytes.length } }
  }
  if (!error.hasCode('MANIFEST_BLOB_UNKNOWN')) return await goOnAfterPut(run, stand, attempt)
  // The registry misses a part of it. Where nobody can pull it anyway, anything may take its place.
  const isSelected = !run.plan.attachmentTags.has(tag)
  return isSelected && (await isBeyondPulling(run.transport, run.repository, original))
    ? await untagByEmptyIndex(run, tag, original)
    : { kind: 'cannot', because: { kind: 'incomplete-image' } }
}

/** Removes a tag whose manifest is gone or cannot be pulled any more, or whose link is empty: an empty index takes its place and goes. */
export async function untagByEmptyIndex(
  run: Run,
  tag: Tag,
  original: FetchedManifest | undefined,
): Promise<TagOutcome> {
  const changed = run.checkUnmoved(tag, await run.ask(tag), original?.digest)
  if (changed) return changed
  const bytes = createEmptyIndex()
  const stand: Stand = { tag, original, content: 'empty', digest: sha256Digest(bytes) }
  await run.journal.addCopy(tag, stand.digest)
  return await goOnAfterPut(run, stand, await run.put(tag, MEDIA_TYPE.ociIndex, bytes))
}

async function goOnAfterPut(run: Run, stand: Stand, attempt: Attempt): Promise<TagOutcome> {
  switch (attempt.kind) {
    case 'done':
      return await deleteStand(run, stand)
    case 'withheld':
      return { kind: 'not-started' }
    case 'refused':
      run.stop({ kind: attempt.by, error: attempt.error })
      return { kind: 'failed', why: 'refused', message: attempt.error.message }
    case 'absent':
      return {
        kind: 'failed',
        why: 'rejected',
        message: 'The registry does not know the repository',
      }
    case 'rejected':
      return { kind: 'failed', why: 'rejected', message: attempt.error.message }
    case 'broken':
    case 'lost': {
      const { tag, digest } = stand
      const { message } = attempt.error
      const found = await run.findOut(attempt, [tag])
      const state = found?.states.get(tag)
      if (!state) return { kind: 'not-settled', message }
      if (state.kind === 'at' && state.digest === digest) return await deleteStand(run, stand)
      const why = attempt.kind === 'lost' ? 'no-answer' : 'server-error'
      run.stop({ kind: why, error: attempt.error })
      return (
        run.checkUnmoved(tag, state, stand.original?.digest) ?? { kind: 'failed', why, message }
      )
    }
  }
}

async function deleteStand(run: Run, stand: Stand): Promise<TagOutcome> {
  const { tag, digest } = stand
  if (await isStillPoisoned(run, tag)) {
    const message = 'The link of another tag is empty, too'
    return { kind: 'failed', why: 'left-empty', message }
  }
  const attempt = await run.delete(digest)
  switch (attempt.kind) {
    case 'done':
    case 'absent':
      return { kind: 'deleted', image: 'stays' }
    case 'withheld':
      return { kind: 'not-settled', message: 'An earlier answer is still out' }
    case 'refused': {
      const { by, error } = attempt
      // The tag must not stay half way: what was begun is finished, then the rest stops.
      const isSignedIn = error instanceof LoginRequiredError && (await run.askLogin(error))
      run.stop({ kind: by, error })
      if (isSignedIn) return await deleteAgain(run, stand)
      return await putOriginalBack(run, stand, { why: 'refused', message: error.message })
    }
    case 'rejected':
      return await putOriginalBack(run, stand, { why: 'rejected', message: attempt.error.message })
    case 'broken':
    case 'lost': {
      const { message } = attempt.error
      const found = await run.findOut(attempt, [tag])
      if (!found) return { kind: 'not-settled', message }
      if (isGone(tag, found)) {
        return { kind: 'deleted', image: 'stays' }
      }
      const why = attempt.kind === 'lost' ? 'no-answer' : 'server-error'
      run.stop({ kind: why, error: attempt.error })
      return await putOriginalBack(run, stand, { why, message })
    }
  }
}

/** Whether, with a tag's empty link filled, deleting a digest fails half way still. */
async function isStillPoisoned(run: Run, tag: Tag): Promise<boolean> {
  if (run.plan.states.get(tag)?.kind !== 'unknown') return false
  try {
    return (await askCanary(run.transport, run.repository)) === 'poisoned'
  } catch (error) {
    // The deletion itself asks for the login.
    if (error instanceof LoginRequiredError) return false
    throw error
  }
}

async function deleteAgain(run: Run, stand: Stand): Promise<TagOutcome> {
  const again = await run.delete(stand.digest)
  if (again.kind === 'done' || again.kind === 'absent') return { kind: 'deleted', image: 'stays' }
  const message = 'error' in again ? again.error.message : ''
  return await putOriginalBack(run, stand, { why: 'refused', message })
}
