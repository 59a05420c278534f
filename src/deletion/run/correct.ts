import type { Digest } from '../../registry/names.ts'
import type { TagState } from '../../registry/tags/tagReader.ts'
import { type TagOutcome, imageEnd, isRemoved } from '../plan/report.ts'

/** What a tag may still point to if its deletion had no effect yet, and whether it is listed. */
export type Where = { readonly digests: readonly Digest[]; readonly isListed: boolean }

/** Corrects an outcome that says that a tag is gone by the tag's state afterwards. */
export function correct(
  outcome: TagOutcome,
  state: TagState,
  { digests, isListed }: Where,
): TagOutcome {
  switch (state.kind) {
    case 'unknown':
      return { kind: 'unconfirmed', said: outcome, message: state.message }
    case 'absent':
      return isListed
        ? { kind: 'failed', why: 'dangling', message: 'Listed, but its manifest is missing' }
        : outcome
    case 'at':
      if (digests.includes(state.digest)) {
        const message = 'It still points to the same image'
        return { kind: 'unconfirmed', said: outcome, isStillThere: true, message }
      }
      return { kind: 'pushed-again', digest: state.digest, image: imageEnd(outcome) }
  }
}

/** The same for any outcome, at a repeated check. */
export function correctAgain(outcome: TagOutcome, state: TagState, where: Where): TagOutcome {
  if (outcome.kind === 'unconfirmed') {
    const corrected = correct(outcome.said, state, where)
    if (corrected.kind !== 'unconfirmed' || !corrected.isStillThere) return corrected
    // It has been there for longer than a settling by now.
    return { kind: 'failed', why: 'still-there', message: corrected.message }
  }
  switch (state.kind) {
    case 'unknown':
      return outcome
    case 'absent':
      if (where.isListed || isRemoved(outcome)) return outcome
      return isOwnWork(outcome) ? { kind: 'deleted', image: 'unknown' } : { kind: 'already-gone' }
    case 'at': {
      const { digest } = state
      // It had been seen to be gone.
      if (isRemoved(outcome)) return { kind: 'pushed-again', digest, image: imageEnd(outcome) }
      if (!('digest' in outcome)) return outcome
      const hasReturned = outcome.kind === 'moved' && where.digests.includes(digest)
      return hasReturned ? { kind: 'not-started' } : { ...outcome, digest }
    }
  }
}

/** Whether it was this deletion that removed a tag, if it is gone after such an outcome. */
function isOwnWork(outcome: TagOutcome): boolean {
  return outcome.kind === 'failed' && ['still-there', 'dangling'].includes(outcome.why)
}
