import { LoginRequiredError, RegistryError } from '../registry/errors.ts'
import type { Digest, Tag } from '../registry/names.ts'
import { patientTransport } from '../registry/patience.ts'
import { mapPool } from '../registry/pool.ts'
import type { Transport } from '../registry/transport.ts'
import { DeletionControl } from './control.ts'
import { type DeletionPlan, type PlannedGroup, isReady } from './deletionPlan.ts'
import { rePushMethod } from './groups.ts'
import { removeImageWithTags, removeTagsThenImage } from './removeImage.ts'
import { removeTag } from './removeTag.ts'
import { untagByEmptyIndex, untagByRePush } from './rePush.ts'
import type { DeletionReport, TagOutcome } from './report.ts'
import { type LoginQuestion, Run, type RunProgress } from './run.ts'
import { PACE, type Pace } from './settle.ts'
import { verify } from './verify.ts'
import { watchImage } from './watchImage.ts'

export type CarryOutOptions = {
  readonly onProgress?: (progress: RunProgress) => void
  readonly control?: DeletionControl
  /** Asked where a login is needed to finish what has begun, or to check it. Nobody to ask: no. */
  readonly askLogin?: LoginQuestion
  readonly pace?: Partial<Pace>
}

/** Requests at once. A browser opens six connections to one host over HTTP/1.1. */
const WIDTH = 6
/** Groups at once: few, so that little is under way when the first refusal stops the rest. */
const GROUP_WIDTH = 2

/**
 * Deletes what a plan says, group by group, and nothing else: before an image goes, every tag that stays is
 * asked again, and the selected tags are asked just before their step. Afterwards everything is looked at,
 * and the report says what is found then.
 *
 * A DELETE is never aborted; `control` pauses and stops between images, and between tags that go alone.
 */
export async function carryOut(
  transport: Transport,
  plan: DeletionPlan,
  {
    onProgress = () => undefined,
    control = new DeletionControl(),
    askLogin = () => Promise.resolve(false),
    pace,
  }: CarryOutOptions = {},
): Promise<DeletionReport> {
  if (!isReady(plan)) throw new Error('The plan is not complete, or there is nothing to carry out')
  const run = new Run(plan, {
    transport: patientTransport(transport, WIDTH),
    control,
    onProgress,
    askLogin,
    pace: { ...PACE, ...pace },
  })
  for (const tag of plan.alreadyGone) run.outcomes.set(tag, { kind: 'already-gone' })
  const untagLater: PlannedGroup[] = []
  const images = plan.groups.filter(({ method }) => method.kind === 'digest')
  const others = plan.groups.filter(({ method }) => method.kind !== 'digest')
  const byName = others.filter(({ method }) => method.kind === 'untag')
  await mapPool(byName, GROUP_WIDTH, (group) => begin(run, group, () => removeTags(run, group)))
  for (const wave of inWaves(images)) {
    await mapPool(wave, GROUP_WIDTH, (group) =>
      begin(run, group, async () => {
        if (await mustStay(run, group)) untagLater.push(group)
      }),
    )
  }
  // One after the other: distribution 2.8 truncates a tag's link before it writes it, and a digest deletion
  // that reads it in that moment fails half way.
  for (const group of [...untagLater, ...others]) {
    if (!byName.includes(group)) await begin(run, group, () => removeTags(run, group))
  }
  const verification = await verify(run)
  return {
    repository: plan.repository,
    harmed: run.harmed,
    outcomes: run.outcomes,
    stopped: run.stopped,
    verification,
    leftovers: run.leftovers,
  }
}

/** Deletes an image with its tags; whether it must stay after all, so that its tags are removed alone. */
async function mustStay(run: Run, group: PlannedGroup): Promise<boolean> {
  if (!group.digest) return false
  const image = { ...group, digest: group.digest }
  const isHeld = group.after.some((holder) => !isDeleted(run, holder))
  if (run.plan.ability === 'by-digest') {
    return isHeld || (await removeImageWithTags(run, image)) !== undefined
  }
  if (isHeld) await removeTags(run, group)
  else await removeTagsThenImage(run, image)
  return false
}

/** Removes the tags of a group alone; their image stays. */
async function removeTags(run: Run, group: PlannedGroup): Promise<void> {
  const remove = async (tag: Tag) => {
    if ((await run.control.mayGoOn()) && !run.stopped)
      run.settleOutcome(tag, await untagAlone(run, group, tag))
  }
  if (run.plan.ability === 'by-digest') return void (await mapPool(group.tags, 1, remove))
  const watch = await watchImage(run, group)
  const [first, ...others] = group.tags
  if (first) await remove(first)
  await watch?.()
  await mapPool(others, GROUP_WIDTH, remove)
}

async function untagAlone(
  run: Run,
  { method, digest }: PlannedGroup,
  tag: Tag,
): Promise<TagOutcome> {
  if (method.kind === 'none') return { kind: 'cannot', because: method.because }
  if (run.plan.ability === 'by-tag') return await removeTag(run, tag, digest)
  const image = digest && run.plan.store.known.get(digest)
  if (!image) return await untagByEmptyIndex(run, tag, undefined)
  const possible = rePushMethod(image)
  return possible.kind === 'none'
    ? { kind: 'cannot', because: possible.because }
    : await untagByRePush(run, tag, image)
}

/** Does the work of one group; what it did not come to is said to be so. */
async function begin(run: Run, group: PlannedGroup, work: () => Promise<void>): Promise<void> {
  if (!(await run.control.mayGoOn()) || run.stopped) {
    for (const tag of group.tags) run.settleOutcome(tag, { kind: 'not-started' })
    return
  }
  let rest: TagOutcome = { kind: 'not-started' }
  try {
    await work()
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    const isLogin = error instanceof LoginRequiredError
    run.stop({ kind: isLogin ? 'login' : 'no-answer', error })
    if (!isLogin) rest = { kind: 'failed', why: 'no-answer', message: error.message }
  }
  for (const tag of group.tags) {
    if (run.stopped && !run.outcomes.has(tag)) run.settleOutcome(tag, rest)
  }
}

function isDeleted(run: Run, digest: Digest): boolean {
  const group = run.plan.groups.find((one) => one.digest === digest)
  return (group?.tags ?? []).some((tag) => {
    const outcome = run.outcomes.get(tag)
    return outcome?.kind === 'deleted' && outcome.image === 'deleted'
  })
}

/** Images in the order of `after`: what an index holds goes when the index is gone. */
export function inWaves(groups: readonly PlannedGroup[]): readonly (readonly PlannedGroup[])[] {
  const waves: PlannedGroup[][] = []
  const placed = new Set<Digest | undefined>()
  let rest = groups
  while (rest.length > 0) {
    const free = rest.filter(({ after }) => after.every((digest) => placed.has(digest)))
    // Digests cannot hold each other in a circle; should a registry say so, nothing is lost by any order.
    const wave = free.length > 0 ? free : rest
    for (const { digest } of wave) placed.add(digest)
    waves.push([...wave])
    rest = rest.filter((group) => !wave.includes(group))
  }
  return waves
}
