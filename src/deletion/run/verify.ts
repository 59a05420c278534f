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
  const states = await mapPool(toConfirm, 6, ([tag]) => confirmTag(run, tag))
  const found = { states: new Map(toConfirm.map(([tag], at) => [tag, states[at]])), listed }
  const later = isAgain ? undefined : await waitForSlow(run, toConfirm, found)
  for (const [tag, outcome] of toConfirm) {
    const seen = later?.states.has(tag) ? later : found
    const state = seen.states.get(tag)
    const where = { digest: plannedDigest(run.plan, tag), isListed: seen.listed.has(tag) }
    if (!state) continue
    const corrected = isAgain ? correctAgain(outcome, state, where) : correct(outcome, state, where)
    if (corrected !== outcome) run.outcomes.set(tag, corrected)
  }
  await waitForOthers(run, later)
  const gone = await restoreHarmed(run, sweep)
  correctKept(run, sweep, gone)
  run.hasLookedAt(sweep, begin)
  const goneMeanwhile = gone.filter((tag) => !run.outcomes.has(tag))
  const isOther = (tag: Tag) => !run.outcomes.has(tag)
  const checked = [...sweep.states.keys()].filter(isOther).length
  return { kind: 'done', checked, unknown: sweep.unknown.filter(isOther), goneMeanwhile }
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

/**
 * Some registries accept a deletion and carry it out later, and some lists lag behind. Waits for deleted tags that are
 * still found or listed; `undefined` if there are none, or if nobody can tell.
 */
async function waitForSlow(
  run: Run,
  outcomes: readonly (readonly [Tag, TagOutcome])[],
  { states, listed }: { states: ReadonlyMap<Tag, TagState | undefined>; listed: ReadonlySet<Tag> },
): Promise<TagsFound | undefined> {
  const late = outcomes.flatMap(([tag]) => {
    const state = states.get(tag)
    const isThere = state?.kind === 'at' && state.digest === plannedDigest(run.plan, tag)
    return isThere || (state?.kind === 'absent' && listed.has(tag)) ? [tag] : []
  })
  return late.length > 0 ? await run.waitUntilGone(late) : undefined
}

/**
 * A tag that is listed without a manifest may be one that another client's deletion hasn't reached yet: the registry
 * told us "not found" while still working on theirs. Our own that were waited for are not waited for again.
 */
async function waitForOthers(run: Run, waitedFor: TagsFound | undefined) {
  const dangling = [...run.outcomes].flatMap(([tag, outcome]) =>
    outcome.kind === 'failed' && outcome.why === 'dangling' && !waitedFor?.states.has(tag)
      ? [tag]
      : [],
  )
  if (dangling.length === 0) return
  const found = await run.waitUntilGone(dangling)
  for (const tag of dangling) {
    if (found && isGone(tag, found)) run.outcomes.set(tag, { kind: 'already-gone' })
  }
}

type Where = { readonly digest: Digest | undefined; readonly isListed: boolean }

/** Corrects an outcome that says that a tag is gone by the tag's state afterwards. */
export function correct(
  outcome: TagOutcome,
  state: TagState,
  { digest, isListed }: Where,
): TagOutcome {
  switch (state.kind) {
    case 'unknown':
      return { kind: 'unconfirmed', said: outcome, message: state.message }
    case 'absent':
      return isListed
        ? { kind: 'failed', why: 'dangling', message: 'Listed, but its manifest is missing' }
        : outcome
    case 'at':
      return state.digest === digest
        ? { kind: 'failed', why: 'still-there', message: 'It still points to the same image' }
        : { kind: 'pushed-again', digest: state.digest, image: imageEnd(outcome) }
  }
}

/** The same for any outcome, at a repeated check. */
export function correctAgain(outcome: TagOutcome, state: TagState, where: Where): TagOutcome {
  if (outcome.kind === 'unconfirmed') return correct(outcome.said, state, where)
  switch (state.kind) {
    case 'unknown':
      return outcome
    case 'absent':
      return where.isListed || isRemoved(outcome) ? outcome : { kind: 'already-gone' }
    case 'at': {
      const { digest } = state
      // It had been seen to be gone.
      if (isRemoved(outcome)) return { kind: 'pushed-again', digest, image: imageEnd(outcome) }
      if (!('digest' in outcome)) return outcome
      const hasReturned = outcome.kind === 'moved' && digest === where.digest
      return hasReturned ? { kind: 'not-started' } : { ...outcome, digest }
    }
  }
}

function markUnconfirmed(run: Run, message: string) {
  for (const [tag, outcome] of run.outcomes) {
    if (isRemoved(outcome)) run.outcomes.set(tag, { kind: 'unconfirmed', said: outcome, message })
  }
}
