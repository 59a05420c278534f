import { RegistryError } from '../../registry/errors.ts'
import type { Tag } from '../../registry/names.ts'
import { persistentTransport } from '../../registry/transport/persistentTransport.ts'
import { createSite } from './halfWay.ts'
import { type TagRecovery, hasHappened } from './report.ts'
import { recoverRepository } from './repository.ts'
import { plannedDigest } from '../plan/deletionPlan.ts'
import { type DeletionReport, type ImageEnd, type TagOutcome, isRemoved } from '../plan/report.ts'
import type { Run } from '../run/run.ts'
import { describeRun, verify } from '../run/verify.ts'

/**
 * Checks again what became of a finished run. Unknown outcomes are settled as the next start would, and the history
 * says what is gone. Everything else is judged against the state at the end of the run.
 */
export async function checkAgain(run: Run): Promise<DeletionReport> {
  await settleOpen(run)
  const verification = await verify(run, { isAgain: true })
  return describeRun(run, verification)
}

async function settleOpen(run: Run): Promise<void> {
  const open = run.journal.listOpen()
  if (open.length > 0) {
    try {
      const transport = persistentTransport(run.transport, (error) => run.askLogin(error))
      const place = { transport, repository: run.repository }
      const site = createSite(place, run.pace, run.leftovers)
      const recovered = await recoverRepository(site, open, (...found) =>
        run.journal.settle(...found),
      )
      for (const { tag, outcome } of recovered.flatMap(({ tags }) => tags)) {
        settleTag(run, tag, outcome)
      }
    } catch (error) {
      // It is checked again next time.
      if (!(error instanceof RegistryError)) throw error
    }
  }
  for (const [digest, outcome] of run.manifests) {
    if (outcome.kind !== 'not-settled') continue
    const isGone = run.journal.isGone(digest)
    if (isGone) run.manifests.set(digest, { kind: 'deleted' })
    if (isGone === false) run.manifests.set(digest, { ...outcome, kind: 'failed' })
  }
  for (const [tag, outcome] of run.outcomes) {
    if (!('image' in outcome) || outcome.image !== 'unknown') continue
    run.outcomes.set(tag, { ...outcome, image: imageOf(run, tag) })
  }
  const ends = [...run.outcomes.values(), ...run.manifests.values()]
  if (ends.every(({ kind }) => kind !== 'not-settled')) run.hasSettled()
}

function settleTag(run: Run, tag: Tag, found: TagRecovery): void {
  const before = run.outcomes.get(tag)
  // What the registry has already confirmed is handled below.
  const isSaid = before?.kind === 'unconfirmed' || (before && isRemoved(before))
  if (!before || isSaid || found.kind === 'unknown') return
  run.outcomes.set(tag, outcomeOf(run, tag, found, 'message' in before ? before.message : ''))
}

function outcomeOf(run: Run, tag: Tag, found: TagRecovery, message: string): TagOutcome {
  if (found.kind === 'elsewhere') return found
  if (hasHappened(found)) return { kind: 'deleted', image: imageOf(run, tag) }
  const why = found.kind === 'restored' ? 'server-error' : 'no-answer'
  return { kind: 'failed', why, message }
}

/** The outcome for a tag's image, according to the journal. */
function imageOf(run: Run, tag: Tag): ImageEnd {
  const digest = plannedDigest(run.plan, tag)
  const isGone = digest ? run.journal.isGone(digest) : false
  return isGone === undefined ? 'unknown' : isGone ? 'deleted' : 'stays'
}
