import { LoginRequiredError, RegistryError } from '../../registry/errors.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { readAttachmentTag } from '../../registry/tags/attachmentTags.ts'
import { patientTransport } from '../../registry/transport/patience.ts'
import { mapPool } from '../../registry/pool.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { DeletionControl } from './control.ts'
import { type DeletionPlan, type PlannedGroup, isReady } from '../plan/deletionPlan.ts'
import { rePushMethod } from '../plan/groups.ts'
import type { KeptReason } from '../plan/keptBecause.ts'
import { isDeleted } from './removal/imageEnd.ts'
import { type Journal, JournalError } from '../journal/journal.ts'
import { removeImageWithTags, removeTagsThenImage } from './removal/removeImage.ts'
import { removeManifest } from './removal/removeManifest.ts'
import { removeTag } from './removal/removeTag.ts'
import { untagByEmptyIndex, untagByRePush } from './removal/rePush.ts'
import type { DeletionReport, TagOutcome } from '../plan/report.ts'
import type { LoginQuestion } from '../../registry/transport/persistentTransport.ts'
import { Run, type RunProgress } from './run.ts'
import { createRunJournal } from '../journal/runJournal.ts'
import { randomHex } from '../../registry/random.ts'
import { PACE, type Pace } from './settle.ts'
import { conclude } from './verify.ts'
import { watchImage } from './removal/watchImage.ts'

export type CarryOutOptions = {
  readonly onProgress?: (progress: RunProgress) => void
  readonly control?: DeletionControl
  /** Asked where a login is needed to finish what has begun, or to check it. Nobody to ask: no. */
  readonly askLogin?: LoginQuestion
  readonly pace?: Partial<Pace>
  /**
   * Where only digests can be deleted: leaves tags whose image has to stay after all as they are, instead of
   * pushing it anew to take them off.
   */
  readonly keepsShared?: boolean
  /** Where what goes is written down before it goes. Without one nothing can be brought back. */
  readonly journal?: Journal | undefined
  /** What the entries of this deletion have in common in the journal; random where left out. */
  readonly id?: string
}

/** Requests at once. A browser opens six connections to one host over HTTP/1.1. */
const WIDTH = 6
/** Groups at once: few, so that little is under way when the first refusal stops the rest. */
const GROUP_WIDTH = 2

/**
 * Deletes what a plan says, group by group, and nothing else: before an image goes, every tag that stays is
 * asked again, and the selected tags are asked just before their step. Afterwards everything is looked at, and
 * the report says what is found then.
 *
 * A DELETE is never aborted; `control` pauses and stops between images, and between tags that go alone.
 */
export async function carryOut(
  transport: Transport,
  plan: DeletionPlan,
  options: CarryOutOptions = {},
): Promise<DeletionReport> {
  return await carryOutRun(prepareRun(transport, plan, options), options)
}

/**
 * A plan that is about to be carried out, for who wants to hold on to it: see `checkAgain`.
 *
 * @throws Error for a plan that is not ready
 */
export function prepareRun(
  transport: Transport,
  plan: DeletionPlan,
  {
    onProgress = () => undefined,
    control = new DeletionControl(),
    askLogin = () => Promise.resolve(false),
    pace,
    journal,
    id = randomHex(16),
  }: CarryOutOptions = {},
): Run {
  if (!isReady(plan)) throw new Error('The plan is not complete, or there is nothing to carry out')
  return new Run(plan, {
    transport: patientTransport(transport, WIDTH),
    control,
    onProgress,
    askLogin,
    pace: { ...PACE, ...pace },
    journal: createRunJournal(journal, plan, id),
  })
}

/** As `carryOut`, once for each run. */
export async function carryOutRun(
  run: Run,
  { keepsShared = false }: Pick<CarryOutOptions, 'keepsShared'> = {},
): Promise<DeletionReport> {
  for (const tag of run.plan.alreadyGone) run.outcomes.set(tag, { kind: 'already-gone' })
  if (await writeDown(run)) await removeGroups(run, keepsShared)
  return await conclude(run)
}

/** Writes all that goes into the journal, before anything goes. Whether that worked. */
async function writeDown(run: Run): Promise<boolean> {
  try {
    await run.journal.open()
    return true
  } catch (error) {
    if (error instanceof LoginRequiredError) run.stop({ kind: 'login', error })
    else if (error instanceof JournalError) run.stop({ kind: 'no-journal', error })
    else if (error instanceof RegistryError) run.stop({ kind: 'no-answer', error })
    else throw error
    for (const { tags } of run.plan.groups) run.settleAll(tags, { kind: 'not-started' })
    return false
  }
}

async function removeGroups(run: Run, keepsShared: boolean): Promise<void> {
  const { groups } = run.plan
  const untagLater: PlannedGroup[] = []
  const images = groups.filter(({ method }) => method.kind === 'digest')
  const others = groups.filter(({ method }) => method.kind !== 'digest')
  const isAttachment = ({ role }: PlannedGroup) => role.kind === 'attachment'
  const byName = others.filter(({ method }) => method.kind === 'untag')
  const first = byName.filter((group) => !isAttachment(group))
  await mapPool(first, GROUP_WIDTH, (group) => begin(run, group, () => removeTags(run, group)))
  for (const wave of inWaves(images)) {
    await mapPool(wave, GROUP_WIDTH, (group) =>
      begin(run, group, async () => {
        const because = await removeImage(run, group)
        if (!because) return
        if (keepsShared) run.settleAll(openTags(run, group), { kind: 'kept', because })
        else untagLater.push(group)
      }),
    )
  }
  // One after the other: distribution 2.8 truncates a tag's link before it writes it, and a digest deletion
  // that reads it in that moment fails half way. An attachment never goes before its image.
  const rest = [...untagLater, ...others.filter((group) => !first.includes(group))]
  const last = [...rest.filter((group) => !isAttachment(group)), ...rest.filter(isAttachment)]
  for (const group of last) await begin(run, group, () => removeTags(run, group))
}

/** Why a child or attachment is kept: what it was to go with is. */
function keptSubject(run: Run, { role, after }: PlannedGroup): KeptReason | undefined {
  if (role.kind === 'selected') return undefined
  const left = [...role.of, ...after].find((digest) => !isDeleted(run, digest))
  return left && { kind: 'subject-stays', digest: left }
}

function openTags(run: Run, { tags }: PlannedGroup): readonly Tag[] {
  return tags.filter((tag) => !run.outcomes.has(tag))
}

/** Deletes an image with its tags; why it is kept after all where its tags have to be removed alone. */
async function removeImage(run: Run, group: PlannedGroup): Promise<KeptReason | undefined> {
  if (!group.digest) return undefined
  const image = { ...group, digest: group.digest }
  const because = keptSubject(run, group)
  if (because) {
    run.manifests.set(group.digest, { kind: 'kept', because })
    run.settleAll(group.tags, { kind: 'kept', because })
    return undefined
  }
  if (group.tags.length === 0) {
    run.manifests.set(group.digest, await removeManifest(run, group.digest))
    return undefined
  }
  const holder = group.after.find((one) => !isDeleted(run, one))
  if (run.plan.ability === 'by-digest') {
    if (holder) return { kind: 'in-index', index: holder, tags: [] }
    return await removeImageWithTags(run, image)
  }
  if (holder) await removeTags(run, group)
  else await removeTagsThenImage(run, image)
  return undefined
}

/** Removes the tags of a group alone; their image stays. */
async function removeTags(run: Run, group: PlannedGroup): Promise<void> {
  const remove = async (tag: Tag) => {
    if (!(await run.control.mayGoOn()) || run.stopped) return
    const subject = run.plan.attachmentTags.has(tag) ? readAttachmentTag(tag)?.subject : undefined
    const isKept = subject && !isDeleted(run, subject)
    run.settleOutcome(
      tag,
      isKept
        ? { kind: 'kept', because: { kind: 'subject-stays', digest: subject } }
        : await untagAlone(run, group, tag),
    )
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
    if (error instanceof JournalError) run.stop({ kind: 'no-journal', error })
    else if (!(error instanceof RegistryError)) throw error
    const isLogin = error instanceof LoginRequiredError
    run.stop({ kind: isLogin ? 'login' : 'no-answer', error })
    if (error instanceof RegistryError && !isLogin) {
      rest = { kind: 'failed', why: 'no-answer', message: error.message }
    }
  }
  for (const tag of group.tags) {
    if (run.stopped && !run.outcomes.has(tag)) run.settleOutcome(tag, rest)
  }
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
