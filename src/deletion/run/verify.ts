import { LoginRequiredError, RegistryError } from '../../registry/errors.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { plannedDigest } from '../plan/deletionPlan.ts'
import { restoreHarmed } from './harm.ts'
import {
  type DeletionReport,
  type ManifestOutcome,
  type TagOutcome,
  type Verification,
  imageEnd,
  isRemoved,
} from '../plan/report.ts'
import { type TagsFound, isGone } from './look.ts'
import type { Run } from './run.ts'
import type { Sweep } from './sweep.ts'
import { type TagState, confirmTag } from '../../registry/tags/tagReader.ts'

/** Verifies everything once the run is over, records it, and reports. */
export async function conclude(run: Run): Promise<DeletionReport> {
  const verification = await verify(run)
  await run.journal.close(run)
  return describeRun(run, verification)
}

export function describeRun(run: Run, verification: Verification): DeletionReport {
  const { plan } = run
  return {
    repository: plan.repository,
    at: new Date(),
    harmed: [...run.harmed],
    outcomes: new Map(run.outcomes),
    attachmentTags: plan.attachmentTags,
    manifests: listManifests(run),
    entries: run.journal.listTouched(),
    stopped: run.stopped,
    verification,
    leftovers: [...run.leftovers],
  }
}

function listManifests({ plan, manifests }: Run): ManifestOutcome[] {
  return plan.groups.flatMap(({ digest, role, tags, method }): ManifestOutcome[] => {
    if (!digest || tags.length > 0 || role.kind === 'selected' || method.kind === 'none') return []
    const outcome = manifests.get(digest) ?? { kind: 'not-started' }
    return [{ digest, role: role.kind, outcome }]
  })
}

/**
 * Checks every tag afterwards: kept ones with a sweep, deleted ones individually. Corrects the outcomes accordingly,
 * and restores tags that were harmed.
 *
 * @param options `isAgain`: repeated later by the user; then every selected tag is checked
 */
export async function verify(run: Run, { isAgain = false } = {}): Promise<Verification> {
  for (;;) {
    try {
      return await lookAtEverything(run, isAgain)
    } catch (error) {
      if (error instanceof LoginRequiredError && (await run.askLogin(error))) continue
      if (!(error instanceof RegistryError)) throw error
      // What was once seen to be gone needs no second check.
      if (!isAgain) markUnconfirmed(run, error.message)
      return { kind: 'failed', error }
    }
  }
}

async function lookAtEverything(run: Run, isAgain: boolean): Promise<Verification> {
  const begin = performance.now()
  const sweep = await run.sweep('checking')
  const listed = new Set(sweep.listed)
  const toConfirm = [...run.outcomes].filter(([, outcome]) => isAgain || isRemoved(outcome))
  const said = new Map(toConfirm)
  await mapPool(toConfirm, 6, async ([tag, outcome]) => {
    const state = await confirmTag(run, tag)
    const where = { digests: ownDigests(run, tag), isListed: listed.has(tag) }
    const corrected = isAgain ? correctAgain(outcome, state, where) : correct(outcome, state, where)
    if (corrected !== outcome) run.outcomes.set(tag, corrected)
  })
  await waitForLate(run, said, sweep)
  const gone = await restoreHarmed(run, sweep)
  correctKept(run, sweep, gone)
  run.hasLookedAt(sweep, begin)
  return countOthers(run, sweep, gone)
}

/** What the tags say that nobody selected. */
function countOthers(
  { outcomes }: Run,
  { states, unknown }: Sweep,
  gone: readonly Tag[],
): Verification & { kind: 'done' } {
  const isOther = (tag: Tag) => !outcomes.has(tag)
  const others = [...states].filter(([tag]) => isOther(tag))
  return {
    kind: 'done',
    checked: others.filter(([, state]) => state.kind === 'at').length,
    unknown: unknown.filter(isOther),
    goneMeanwhile: gone.filter(isOther),
    isOnly: others.length === 0,
  }
}

/** Selected tags that were left alone may have been moved or deleted by somebody else. */
function correctKept(run: Run, sweep: Sweep, gone: readonly Tag[]): void {
  for (const [tag, { kind }] of run.outcomes) {
    if (!['cannot', 'kept', 'not-started'].includes(kind)) continue
    const [planned, now] = [plannedDigest(run.plan, tag), sweep.states.get(tag)]
    if (gone.includes(tag)) run.outcomes.set(tag, { kind: 'already-gone' })
    else if (planned && now?.kind === 'at' && now.digest !== planned) {
      run.outcomes.set(tag, { kind: 'moved', digest: now.digest })
    }
  }
}

/** What a tag pointed to before this deletion, or was put on by it. */
function ownDigests(run: Run, tag: Tag): readonly Digest[] {
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
 */
async function waitForLate(
  run: Run,
  said: ReadonlyMap<Tag, TagOutcome>,
  sweep: Sweep,
): Promise<void> {
  const late = [...run.outcomes].flatMap(([tag, outcome]) => (isLate(outcome) ? [tag] : []))
  const images = [...run.blame.digests].filter((digest) => !isUsed(sweep, digest))
  const [first] = images
  const isSlow = late.length > 0 || (first && (await confirmTag(run, first)).kind === 'at')
  if (!isSlow) return
  const found = await run.waitUntilGone([...late, ...images])
  if (!found) return
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
}

function isLate(outcome: TagOutcome): boolean {
  if (outcome.kind === 'failed') return outcome.why === 'dangling'
  return outcome.kind === 'unconfirmed' && outcome.isStillThere === true
}

/** Whether something that is kept needs an image: then it was pushed again. */
function isUsed({ tagsOn, reach }: Sweep, digest: Digest): boolean {
  return tagsOn(digest).length + reach.holdersOf(digest).length > 0
}

type Where = { readonly digests: readonly Digest[]; readonly isListed: boolean }

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

function markUnconfirmed(run: Run, message: string) {
  for (const [tag, outcome] of run.outcomes) {
    if (isRemoved(outcome)) run.outcomes.set(tag, { kind: 'unconfirmed', said: outcome, message })
  }
}
