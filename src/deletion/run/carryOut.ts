import { LoginRequiredError, RegistryError } from '../../registry/errors.ts'
import type { Digest } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { JournalError } from '../journal/journal.ts'
import type { DeletionPlan, PlannedGroup } from '../plan/deletionPlan.ts'
import type { DeletionReport, TagOutcome } from '../plan/report.ts'
import { removeImage } from './removal/removeImage.ts'
import { removeTags } from './removal/removeTags.ts'
import { type CarryOutOptions, Run } from './run.ts'
import { chooseScout, lookAfterScout } from './scout.ts'
import { conclude } from './verify.ts'

/** Groups at a time: few, so that little is in progress when the first refusal stops the rest. */
const GROUP_WIDTH = 2

/**
 * Carries out a plan group by group, and nothing else. Before an image is deleted, every kept tag is checked again,
 * and selected tags are checked just before their step. Afterwards everything is verified and reported.
 *
 * A DELETE is never aborted; `control` pauses and stops between images, and between tags that are removed alone.
 */
export async function carryOut(
  transport: Transport,
  plan: DeletionPlan,
  options?: CarryOutOptions,
): Promise<DeletionReport> {
  return await carryOutRun(new Run(transport, plan, options))
}

/** Like `carryOut`, for callers that keep the run for `checkAgain`; once per run. */
export async function carryOutRun(run: Run): Promise<DeletionReport> {
  for (const tag of run.plan.alreadyGone) run.outcomes.set(tag, { kind: 'already-gone' })
  if (await writeDown(run)) await removeGroups(run)
  return await conclude(run)
}

/** Records everything in the journal before anything is deleted; returns whether that worked. */
async function writeDown(run: Run): Promise<boolean> {
  try {
    await run.journal.open()
    return true
  } catch (error) {
    stopFor(run, error)
    for (const { tags } of run.plan.groups) run.settleAll(tags, { kind: 'not-started' })
    return false
  }
}

async function removeGroups(run: Run): Promise<void> {
  const { groups } = run.plan
  const untagLater: PlannedGroup[] = []
  const images = groups.filter(({ method }) => method.kind === 'digest')
  const others = groups.filter(({ method }) => method.kind !== 'digest')
  const isAttachment = ({ role }: PlannedGroup) => role.kind === 'attachment'
  const first = others.filter((group) => group.method.kind === 'untag' && !isAttachment(group))
  const remove = async (group: PlannedGroup) => {
    const because = await removeImage(run, group)
    if (because && !run.keepsShared) untagLater.push(group)
    else if (because) settleRest(run, group, { kind: 'kept', because })
  }
  await inParallel(run, first, (group) => removeTags(run, group))
  for (const wave of inWaves(images)) await inParallel(run, wave, remove)
  // One at a time: distribution 2.8 truncates a tag's link before writing it, and a deletion by digest that reads it
  // at that moment fails half-way. An attachment is never deleted before its image.
  const rest = [...untagLater, ...others.filter((group) => !first.includes(group))]
  const last = [...rest.filter((group) => !isAttachment(group)), ...rest.filter(isAttachment)]
  for (const group of last) await begin(run, group, () => removeTags(run, group))
}

/** Two groups at a time, after a first one alone: it shows what the registry does besides (see `lookAfterScout`). */
async function inParallel(
  run: Run,
  groups: readonly PlannedGroup[],
  work: (group: PlannedGroup) => Promise<void>,
): Promise<void> {
  const scout = chooseScout(groups)
  if (!scout) return
  await begin(run, scout, async () => {
    await work(scout)
    await lookAfterScout(run, scout)
  })
  const others = groups.filter((group) => group !== scout)
  await mapPool(others, GROUP_WIDTH, (group) => begin(run, group, () => work(group)))
}

/** Does the work of one group, and settles what it didn't get to. */
async function begin(run: Run, group: PlannedGroup, work: () => Promise<void>): Promise<void> {
  if (!(await run.control.mayGoOn()) || run.stopped) {
    return run.settleAll(group.tags, { kind: 'not-started' })
  }
  let rest: TagOutcome = { kind: 'not-started' }
  try {
    await work()
  } catch (error) {
    const why = stopFor(run, error)
    if (why === 'no-answer') rest = { kind: 'failed', why, message: (error as Error).message }
  }
  if (run.stopped) settleRest(run, group, rest)
}

/** Stops the rest if there is no response, no login or no journal. @throws any other error */
function stopFor(run: Run, error: unknown): 'no-answer' | 'no-journal' | 'login' {
  if (!(error instanceof JournalError || error instanceof RegistryError)) throw error
  const isLogin = error instanceof LoginRequiredError
  const kind = error instanceof JournalError ? 'no-journal' : isLogin ? 'login' : 'no-answer'
  run.stop({ kind, error })
  return kind
}

function settleRest(run: Run, { tags }: PlannedGroup, outcome: TagOutcome): void {
  const open = tags.filter((tag) => !run.outcomes.has(tag))
  run.settleAll(open, outcome)
}

/** Images ordered by `after`: what an index contains is deleted after the index. */
export function inWaves(groups: readonly PlannedGroup[]): readonly (readonly PlannedGroup[])[] {
  const waves: PlannedGroup[][] = []
  const placed = new Set<Digest | undefined>()
  let rest = groups
  while (rest.length > 0) {
    const free = rest.filter(({ after }) => after.every((digest) => placed.has(digest)))
    // Digests can't contain each other in a loop; if a registry claims so, any order will do.
    const wave = free.length > 0 ? free : rest
    for (const { digest } of wave) placed.add(digest)
    waves.push([...wave])
    rest = rest.filter((group) => !wave.includes(group))
  }
  return waves
}
