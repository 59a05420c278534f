import { LoginRequiredError } from '../../../registry/errors.ts'
import type { Digest } from '../../../registry/names.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { type ImageEnd, type TagOutcome, imageEnd, isRemoved } from '../../plan/report.ts'
import { type TagsFound, type Unanswered, isGone, isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'

/** The outcome for a tag after a write that changed nothing. If everything would be refused, the rest is stopped. */
export function outcomeUnchanged(
  run: Run,
  attempt: Extract<Attempt, { kind: 'withheld' | 'refused' | 'rejected' }>,
): Extract<TagOutcome, { kind: 'not-started' | 'failed' }> {
  if (attempt.kind === 'withheld') return { kind: 'not-started' }
  const { kind, error } = attempt
  if (kind === 'refused') run.stop({ kind: attempt.by, error })
  return { kind: 'failed', why: kind, message: error.message }
}

/** Stops the rest after a write that failed or wasn't answered. */
export function stopAfter(run: Run, { kind, error }: Unanswered): 'no-answer' | 'server-error' {
  const why = kind === 'lost' ? 'no-answer' : 'server-error'
  run.stop({ kind: why, error })
  return why
}

/**
 * What is known about an image after its DELETE. If that failed or wasn't answered, the registry is asked. That it
 * is gone is proof; that it is there isn't: two registries on one storage show a deleted digest for a while.
 */
export async function imageAfter(run: Run, digest: Digest, attempt: Attempt): Promise<ImageEnd> {
  if (!isUnanswered(attempt)) {
    return attempt.kind === 'done' || attempt.kind === 'absent' ? 'deleted' : 'stays'
  }
  try {
    return (await run.ask(digest)).kind === 'absent' ? 'deleted' : 'unknown'
  } catch (error) {
    if (!(error instanceof LoginRequiredError)) throw error
    run.stop({ kind: 'login', error })
    return 'unknown'
  }
}

/** Whether an image that was to be deleted is gone, as far as the run knows. */
export function isDeleted(run: Run, digest: Digest): boolean {
  const group = run.plan.groups.find((one) => one.digest === digest)
  if (group?.tags.length === 0) {
    const outcome = run.manifests.get(digest)
    return outcome !== undefined && isRemoved(outcome)
  }
  return (group?.tags ?? []).some((tag) => imageEnd(run.outcomes.get(tag)) === 'deleted')
}

/**
 * A registry removes the manifest before its tags. If it failed in between, the manifest of remaining tags is
 * restored.
 *
 * @throws LoginRequiredError, after settling what was found
 */
export async function restoreHalfDone(
  run: Run,
  digest: Digest,
  found: TagsFound,
  attempt: Unanswered,
): Promise<void> {
  const { states } = found
  const gone = [...states.keys()].filter((tag) => isGone(tag, found))
  const rest = [...states.keys()].filter((tag) => !isGone(tag, found))
  if (rest.length === 0) return run.settleAll(gone, { kind: 'deleted', image: 'deleted' })
  run.settleAll(gone, { kind: 'deleted', image: 'unknown' })
  const why = stopAfter(run, attempt)
  const { message } = attempt.error
  run.settleAll(rest, { kind: 'not-settled', message })
  const image = run.plan.store.known.get(digest)
  const isHalfDone = rest.some((tag) => states.get(tag)?.kind === 'absent')
  if (isHalfDone && image) await run.put(digest, image)
  const after = await askTags(run, rest)
  for (const tag of rest) {
    const state = after.get(tag)
    if (state?.kind === 'at' && state.digest !== digest) {
      run.settleOutcome(tag, { kind: 'elsewhere', digest: state.digest })
    } else if (state?.kind !== 'unknown') {
      const isThere = state?.kind === 'at'
      run.settleOutcome(tag, { kind: 'failed', why: isThere ? why : 'dangling', message })
    }
  }
  const isHeld = [...after.values()].some((state) => state.kind === 'at' && state.digest === digest)
  const ends = isHeld ? 'stays' : await imageAfter(run, digest, attempt)
  run.settleAll(gone, { kind: 'deleted', image: ends })
}
