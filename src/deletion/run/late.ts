import type { Digest, Tag } from '../../registry/names.ts'
import { confirmTag } from '../../registry/tags/tagReader.ts'
import { plannedDigest } from '../plan/deletionPlan.ts'
import { type TagOutcome, isRemoved } from '../plan/report.ts'
import { correct } from './correct.ts'
import { isGone } from './look.ts'
import type { Run } from './run.ts'
import type { Sweep } from './sweep.ts'

/** What a tag pointed to before this deletion, or was put on by it. */
export function ownDigests(run: Run, tag: Tag): readonly Digest[] {
  const planned = plannedDigest(run.plan, tag)
  return [...(planned ? [planned] : []), ...run.journal.listCopies(tag)]
}

/**
 * A 202 may be a promise: registries delete later (Pulp), answer from a cache, or have a list that lags. A tag that
 * is still listed may also be one that another client's deletion hasn't reached yet. So what should be gone is
 * waited for. The first image stands for all of them where the tags are gone: one that is still there shows a slow
 * registry.
 *
 * @param said the outcomes before they were corrected
 * @returns whether anything was waited for, so that the sweep is out of date
 */
export async function waitForLate(
  run: Run,
  said: ReadonlyMap<Tag, TagOutcome>,
  sweep: Sweep,
): Promise<boolean> {
  const late = [...run.outcomes].flatMap(([tag, outcome]) => (isLate(outcome) ? [tag] : []))
  const images = [...run.blame.digests].filter((digest) => !isUsed(sweep, digest))
  const [first] = images
  const isSlow = late.length > 0 || (first && (await confirmTag(run, first)).kind === 'at')
  if (!isSlow) return false
  // Two registries on one storage show a deleted image now and then. That says nothing about its tags.
  const found = (await run.waitUntilGone([...late, ...images])) ?? (await run.waitUntilGone(late))
  if (!found) return true
  for (const tag of late) {
    const before = said.get(tag)
    const outcome = before?.kind === 'unconfirmed' ? before.said : before
    const wasGone = outcome && isRemoved(outcome)
    if (isGone(tag, found)) {
      run.outcomes.set(tag, wasGone ? outcome : { kind: 'already-gone' })
    } else if (wasGone) {
      const state = found.states.get(tag)
      const where = { digests: ownDigests(run, tag), isListed: found.listed.has(tag) }
      if (state) run.outcomes.set(tag, correct(outcome, state, where))
    }
  }
  for (const [tag, outcome] of run.outcomes) {
    const digest = plannedDigest(run.plan, tag)
    const isThere = digest && found.states.get(digest as never)?.kind === 'at'
    if (isThere && outcome.kind === 'deleted' && outcome.image === 'deleted') {
      run.outcomes.set(tag, { ...outcome, image: 'unknown' })
    }
  }
  for (const [digest, { kind }] of run.manifests) {
    const isThere = found.states.get(digest as never)?.kind === 'at'
    const message = 'The registry still shows it'
    if (isThere && kind === 'deleted') run.manifests.set(digest, { kind: 'not-settled', message })
  }
  return true
}

function isLate(outcome: TagOutcome): boolean {
  if (outcome.kind === 'failed') return outcome.why === 'dangling'
  return outcome.kind === 'unconfirmed' && outcome.isStillThere === true
}

/** Whether something that is kept needs an image: then it was pushed again. */
function isUsed({ tagsOn, reach }: Sweep, digest: Digest): boolean {
  return tagsOn(digest).length + reach.holdersOf(digest).length > 0
}
