import type { Digest } from '../registry/names.ts'
import { type GroupState, type Run, isGone } from './run.ts'
import { askTags } from './tagState.ts'

/**
 * A registry removes the manifest first and its tags after: where it failed in between, the tags that are
 * still listed get their manifest back.
 */
export async function putBackWhereHalfDone(
  run: Run,
  digest: Digest,
  found: GroupState,
  { kind, error }: { kind: 'broken' | 'lost'; error: Error },
) {
  const { states } = found
  const gone = [...states.keys()].filter((tag) => isGone(tag, found))
  const rest = [...states.keys()].filter((tag) => !isGone(tag, found))
  const settleGone = (image: 'deleted' | 'stays') => run.settleAll(gone, { kind: 'deleted', image })
  if (rest.length === 0) return settleGone('deleted')
  const why = kind === 'lost' ? 'no-answer' : 'server-error'
  run.stop({ kind: why, error })
  const image = run.plan.store.known.get(digest)
  const isHalfDone = rest.some((tag) => states.get(tag)?.kind === 'absent')
  if (isHalfDone && image) await run.put(digest, image.mediaType, image.bytes)
  settleGone((await run.ask(digest)).kind === 'absent' ? 'deleted' : 'stays')
  const after = await askTags(run.transport, run.repository, rest)
  for (const tag of rest) {
    const state = after.get(tag)
    if (state?.kind === 'at' && state.digest !== digest) {
      run.settleOutcome(tag, { kind: 'moved', digest: state.digest })
    } else {
      const isThere = state?.kind === 'at'
      const { message } = error
      run.settleOutcome(tag, { kind: 'failed', why: isThere ? why : 'dangling', message })
    }
  }
}
