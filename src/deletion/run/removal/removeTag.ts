import type { Digest, Tag } from '../../../registry/names.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { isGone, isUnanswered } from '../look.ts'
import type { Run } from '../run.ts'
import { outcomeUnchanged, stopAfter } from './answers.ts'

/** Deletes a tag by its name: that tag alone, whatever else is on its image (distribution 3.x). */
export async function removeTag(
  run: Run,
  tag: Tag,
  expected: Digest | undefined,
): Promise<TagOutcome> {
  const changed = run.checkUnmoved(tag, await run.ask(tag), expected)
  if (changed) return changed
  const attempt = await run.delete(tag)
  if (attempt.kind === 'done') return { kind: 'deleted', image: 'stays' }
  if (attempt.kind === 'absent') return { kind: 'already-gone' }
  if (!isUnanswered(attempt)) return outcomeUnchanged(run, attempt)
  const { message } = attempt.error
  const found = await run.findOut(attempt, [tag])
  if (!found) return { kind: 'not-settled', message }
  if (isGone(tag, found)) return { kind: 'deleted', image: 'stays' }
  const why = stopAfter(run, attempt)
  const state = found.states.get(tag)
  return state?.kind === 'at' && state.digest !== expected
    ? { kind: 'elsewhere', digest: state.digest }
    : { kind: 'failed', why, message }
}
