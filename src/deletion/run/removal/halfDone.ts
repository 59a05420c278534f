import type { Digest } from '../../../registry/names.ts'
import { askTags } from '../../../registry/tags/tagReader.ts'
import { type TagsFound, type Unanswered, isGone } from '../look.ts'
import type { Run } from '../run.ts'
import { stopAfter } from './answers.ts'
import { imageAfter } from './imageEnd.ts'

/**
 * A registry removes the manifest first and its tags after: where it failed in between, the manifest of the tags
 * that are still listed is restored.
 *
 * @throws LoginRequiredError; what was found is said all the same
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
  if (isHalfDone && image) await run.put(digest, image.mediaType, image.bytes)
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
