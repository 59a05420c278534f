import type { Digest } from '../../../registry/names.ts'
import { imageAfter } from './imageAfter.ts'
import { type GroupState, type Run, isGone } from '../run.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'

/**
 * A registry removes the manifest first and its tags after: where it failed in between, the tags that are
 * still listed get their manifest back.
 *
 * @throws LoginRequiredError; what was found is said all the same
 */
export async function putBackWhereHalfDone(
  run: Run,
  digest: Digest,
  found: GroupState,
  attempt: { kind: 'broken' | 'lost'; error: Error },
) {
  const { states } = found
  const { kind, error } = attempt
  const gone = [...states.keys()].filter((tag) => isGone(tag, found))
  const rest = [...states.keys()].filter((tag) => !isGone(tag, found))
  if (rest.length === 0) return run.settleAll(gone, { kind: 'deleted', image: 'deleted' })
  run.settleAll(gone, { kind: 'deleted', image: 'unknown' })
  const why = kind === 'lost' ? 'no-answer' : 'server-error'
  run.stop({ kind: why, error })
  const { message } = error
  run.settleAll(rest, { kind: 'not-settled', message })
  const image = run.plan.store.known.get(digest)
  const isHalfDone = rest.some((tag) => states.get(tag)?.kind === 'absent')
  if (isHalfDone && image) await run.put(digest, image.mediaType, image.bytes)
  const after = await askTags(run.transport, run.repository, rest)
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
