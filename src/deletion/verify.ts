import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import { repairHarm } from './harm.ts'
import { type TagOutcome, type Verification, isRemoved } from './report.ts'
import { type Run, isGone } from './run.ts'
import type { Sweep } from './sweep.ts'
import { type TagState, confirmTag } from './tagState.ts'

/**
 * Asks every tag afterwards: those that stay by a sweep, those that went one by one. Corrects the outcomes
 * by what is found, and gives tags that were harmed their manifest back.
 */
export async function verify(run: Run): Promise<Verification> {
  for (;;) {
    try {
      return await lookAtEverything(run)
    } catch (error) {
      if (error instanceof LoginRequiredError && (await run.askLogin(error))) continue
      if (!(error instanceof RegistryError)) throw error
      markUnconfirmed(run, error.message)
      return { kind: 'failed', error }
    }
  }
}

async function lookAtEverything(run: Run): Promise<Verification> {
  const sweep = await run.sweep('checking')
  const listed = new Set(sweep.list.tags)
  const digestOf = new Map<Tag, Digest | undefined>(
    run.plan.groups.flatMap(({ tags, digest }) => tags.map((tag) => [tag, digest] as const)),
  )
  const toConfirm = [...run.outcomes].filter(([, outcome]) => isRemoved(outcome))
  await mapPool(toConfirm, 6, async ([tag, outcome]) => {
    const state = await confirmTag(run.transport, run.repository, tag)
    const corrected = correct(outcome, state, {
      digest: digestOf.get(tag),
      isListed: listed.has(tag),
    })
    if (corrected !== outcome) run.outcomes.set(tag, corrected)
  })
  await waitForOthers(run)
  const gone = await repairHarm(run, sweep)
  correctKept(run, sweep, gone)
  const goneMeanwhile = gone.filter((tag) => !run.outcomes.has(tag))
  return { kind: 'done', checked: sweep.states.size, unknown: sweep.unknown, goneMeanwhile }
}

/** Selected tags that were left as they were may have been moved or deleted by somebody else. */
function correctKept(run: Run, sweep: Sweep, gone: readonly Tag[]): void {
  for (const [tag, { kind }] of run.outcomes) {
    if (!['cannot', 'kept', 'not-started'].includes(kind)) continue
    const [planned, now] = [run.plan.states.get(tag), sweep.states.get(tag)]
    if (gone.includes(tag)) run.outcomes.set(tag, { kind: 'already-gone' })
    else if (planned?.kind === 'at' && now?.kind === 'at' && now.digest !== planned.digest) {
      run.outcomes.set(tag, { kind: 'moved', digest: now.digest })
    }
  }
}

/**
 * A tag that is listed without a manifest may be one that another client's deletion has not come to yet: it
 * answered ours with "not there" and is still at work.
 */
async function waitForOthers(run: Run) {
  const dangling = [...run.outcomes].flatMap(([tag, outcome]) =>
    outcome.kind === 'failed' && outcome.why === 'dangling' ? [tag] : [],
  )
  if (dangling.length === 0) return
  const found = await run.waitUntilGone(dangling)
  for (const tag of dangling) {
    if (found && isGone(tag, found)) run.outcomes.set(tag, { kind: 'already-gone' })
  }
}

/** What a tag's state afterwards makes of an outcome. */
export function correct(
  outcome: TagOutcome,
  state: TagState,
  { digest, isListed }: { digest: Digest | undefined; isListed: boolean },
): TagOutcome {
  switch (state.kind) {
    case 'unknown':
      return { kind: 'unconfirmed', message: state.message }
    case 'absent':
      return isListed
        ? { kind: 'failed', why: 'dangling', message: 'Listed without a manifest' }
        : outcome
    case 'at':
      return state.digest === digest
        ? { kind: 'failed', why: 'still-there', message: 'It still points to the same image' }
        : { kind: 'pushed-again', digest: state.digest }
  }
}

function markUnconfirmed(run: Run, message: string) {
  for (const [tag, outcome] of run.outcomes) {
    if (isRemoved(outcome)) run.outcomes.set(tag, { kind: 'unconfirmed', message })
  }
}
