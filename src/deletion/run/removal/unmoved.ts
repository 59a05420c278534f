import type { Digest } from '../../../registry/names.ts'
import type { TagOutcome } from '../../plan/report.ts'
import type { TagState } from '../../../registry/tags/tagReader.ts'

/**
 * Whether a selected tag is still where the plan saw it; the outcome where it is not. Asked just before its
 * step.
 *
 * @param expected `undefined` for a tag whose manifest is gone or unreadable
 * @param planned what the plan saw: a tag that could be read then has to be readable now, and an empty link
 *   still empty
 */
export function checkUnmoved(
  state: TagState,
  expected: Digest | undefined,
  planned: TagState | undefined,
): TagOutcome | undefined {
  if (state.kind === 'at') {
    return state.digest === expected ? undefined : { kind: 'moved', digest: state.digest }
  }
  if (state.kind === 'absent') return expected === undefined ? undefined : { kind: 'already-gone' }
  const isAsPlanned = planned?.kind === 'unknown' && (state.hasEmptyLink || !planned.hasEmptyLink)
  if (expected === undefined && isAsPlanned) return undefined
  return { kind: 'failed', why: 'tag-unread', message: state.message }
}
