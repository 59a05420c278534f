import { LoginRequiredError, RegistryError } from '../../registry/errors.ts'
import type { Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { plannedDigest } from '../plan/deletionPlan.ts'
import { restoreHarmed } from './harm.ts'
import {
  type DeletionReport,
  type ManifestOutcome,
  type Verification,
  isRemoved,
} from '../plan/report.ts'
import { correct, correctAgain } from './correct.ts'
import { ownDigests, waitForLate } from './late.ts'
import type { Run } from './run.ts'
import type { Sweep } from './sweep.ts'
import { confirmTag } from '../../registry/tags/tagReader.ts'

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
  let sweep = await run.sweep('checking')
  const listed = new Set(sweep.listed)
  const toConfirm = [...run.outcomes].filter(([, outcome]) => isAgain || isRemoved(outcome))
  const said = new Map(toConfirm)
  await mapPool(toConfirm, 6, async ([tag, outcome]) => {
    const state = await confirmTag(run, tag)
    const where = { digests: ownDigests(run, tag), isListed: listed.has(tag) }
    const corrected = isAgain ? correctAgain(outcome, state, where) : correct(outcome, state, where)
    if (corrected !== outcome) run.outcomes.set(tag, corrected)
  })
  const isLate = await waitForLate(run, said, sweep)
  if (isLate) sweep = await run.sweep('checking')
  const gone = await restoreHarmed(run, sweep, { isAgain, isLate })
  correctKept(run, sweep, gone)
  await correctLeft(run)
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

/** What this run left undone may have gone along with what it deleted (Harbor). @throws LoginRequiredError */
async function correctLeft(run: Run): Promise<void> {
  if (run.blame.digests.size === 0) return
  const left = listManifests(run).filter(({ outcome }) => !isRemoved(outcome))
  await mapPool(left, 6, async ({ digest, outcome }) => {
    if ((await confirmTag(run, digest)).kind !== 'absent') return
    run.manifests.set(digest, { kind: outcome.kind === 'not-settled' ? 'deleted' : 'already-gone' })
  })
}

function markUnconfirmed(run: Run, message: string) {
  for (const [tag, outcome] of run.outcomes) {
    if (isRemoved(outcome)) run.outcomes.set(tag, { kind: 'unconfirmed', said: outcome, message })
  }
}
