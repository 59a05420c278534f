import { sha256Digest } from '../../../registry/digest.ts'
import { createEmptyIndex } from '../../../registry/emptyIndex.ts'
import { MEDIA_TYPE } from '../../../registry/mediaTypes.ts'
import type { Tag } from '../../../registry/names.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { outcomeUnchanged, stopAfter } from './answers.ts'

/**
 * Sees a deletion work in this repository, before any tag is overwritten: where DELETE has no effect (GHCR, a
 * pull-through cache), a tag would be left on a copy for good. An image that this run has deleted shows it; otherwise
 * an empty index of Homeport's own is pushed by digest, without a tag, and deleted. Once per run.
 *
 * @param tag the first one to be overwritten
 * @returns the outcome for the tag that was to be overwritten; `undefined` if deletion works
 * @throws LoginRequiredError; JournalError
 */
export async function seeDeletionWork(run: Run, tag: Tag): Promise<TagOutcome | undefined> {
  if (run.hasSeenDeletion) return undefined
  const [deleted] = run.blame.digests
  if (deleted && (await run.ask(deleted)).kind === 'absent') {
    run.hasSeenDeletion = true
    return undefined
  }
  const bytes = createEmptyIndex()
  const digest = sha256Digest(bytes)
  // The next start removes it if this page is closed now.
  await run.journal.addCopy(tag, digest)
  const put = await run.put(digest, { mediaType: MEDIA_TYPE.ociIndex, bytes })
  const attempt = put.kind === 'done' ? await run.delete(digest) : put
  if (attempt.kind === 'done' || attempt.kind === 'absent') {
    run.hasSeenDeletion = put.kind === 'done' && (await run.isGoneSoon(digest))
    if (run.hasSeenDeletion) return undefined
    if (put.kind === 'done') run.leftovers.add(digest)
    const message = 'A test deletion had no effect in this repository, so no tag was overwritten'
    return { kind: 'failed', why: 'refused', message }
  }
  if (!isUnanswered(attempt)) return outcomeUnchanged(run, attempt)
  return { kind: 'failed', why: stopAfter(run, attempt), message: attempt.error.message }
}
