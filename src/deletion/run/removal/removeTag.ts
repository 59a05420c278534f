import type { RegistryError } from '../../../registry/errors.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import type { TagOutcome } from '../../plan/report.ts'
import { type Run, isGone } from '../run.ts'

/** Deletes a tag by its name: that tag alone, whatever else is on its image (distribution 3.x). */
export async function removeTag(
  run: Run,
  tag: Tag,
  expected: Digest | undefined,
): Promise<TagOutcome> {
  const changed = run.checkUnmoved(tag, await run.ask(tag), expected)
  if (changed) return changed
  const attempt = await run.delete(tag)
  switch (attempt.kind) {
    case 'done':
      return { kind: 'deleted', image: 'stays' }
    case 'absent':
      return { kind: 'already-gone' }
    case 'withheld':
      return { kind: 'not-started' }
    case 'refused':
      run.stop({ kind: attempt.by, error: attempt.error })
      return { kind: 'failed', why: 'refused', message: attempt.error.message }
    case 'rejected':
      return { kind: 'failed', why: 'rejected', message: attempt.error.message }
    case 'broken':
    case 'lost':
      return await findOut(run, tag, expected, attempt)
  }
}

async function findOut(
  run: Run,
  tag: Tag,
  expected: Digest | undefined,
  { kind, error }: { kind: 'broken' | 'lost'; error: RegistryError },
): Promise<TagOutcome> {
  const { message } = error
  const found = await run.findOut({ kind, error }, [tag])
  if (!found) return { kind: 'not-settled', message }
  if (isGone(tag, found)) {
    return { kind: 'deleted', image: 'stays' }
  }
  const why = kind === 'lost' ? 'no-answer' : 'server-error'
  run.stop({ kind: why, error })
  const state = found.states.get(tag)
  return state?.kind === 'at' && state.digest !== expected
    ? { kind: 'elsewhere', digest: state.digest }
    : { kind: 'failed', why, message }
}
