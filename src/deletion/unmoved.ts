import type { Digest } from '../registry/names.ts'
import type { TagOutcome } from './report.ts'
import type { TagState } from './tagState.ts'

/**
 * Whether a selected tag is still where the plan saw it; the outcome where it is not. Asked just before its
 * step.
 *
 * @param expected `undefined` for a tag whose manifest is gone or unreadable
 */
export function checkUnmoved(
  state: TagState,
  expected: Digest | undefined,
): TagOutcome | undefined {
  if (state.kind === 'at') {
    return state.digest === expected ? undefined : { kind: 'moved', digest: state.digest }
  }
  if (expected === undefined) return undefined
  if (state.kind === 'absent') return { kind: 'already-gone' }
  return { kind: 'failed', why: 'tag-unread', message: state.message }
}
