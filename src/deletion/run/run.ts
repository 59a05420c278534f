import { RateLimitedError } from '../../registry/errors.ts'
import { deleteManifest, putManifest } from '../../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../../registry/names.ts'
import { randomHex } from '../../registry/random.ts'
import { type TagState, askTag, confirmTag } from '../../registry/tags/tagReader.ts'
import { type Attempt, judgeFailure } from '../../registry/transport/attempt.ts'
import { patientTransport } from '../../registry/transport/patience.ts'
import type { LoginQuestion } from '../../registry/transport/persistentTransport.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import type { Journal } from '../journal/journal.ts'
import { type RunJournal, createRunJournal } from '../journal/runJournal.ts'
import { type DeletionPlan, isReady, plannedDigest } from '../plan/deletionPlan.ts'
import { type KeptReason, reasonsToKeep } from '../plan/keptBecause.ts'
import type { HarmedTag, ManifestOutcome, StopReason, TagOutcome } from '../plan/report.ts'
import { Blame } from './blame.ts'
import { narrowRefusal } from './removal/refusal.ts'
import { DeletionControl } from './control.ts'
import { PACE, type Pace, type TagsFound, isGone, lookWhenStill, tryLookAtTags } from './look.ts'
import { type Sweep, isFresh, sweepTags } from './sweep.ts'

export type RunProgress = {
  readonly phase: 'looking' | 'deleting' | 'settling' | 'waiting' | 'checking'
  /** Tags: the kept ones in `looking` and `checking`, the deleted ones in `deleting`. */
  readonly done: number
  readonly total: number
  readonly outcomes: ReadonlyMap<Tag, TagOutcome>
}

export type CarryOutOptions = {
  readonly onProgress?: (progress: RunProgress) => void
  readonly control?: DeletionControl
  /** Called if a login is needed to finish or verify what has started; no if omitted. */
  readonly askLogin?: LoginQuestion
  readonly pace?: Partial<Pace>
  /** Where only digests can be deleted: if an image has to be kept after all, keep its selected tags too. */
  readonly keepsShared?: boolean
  /** Records what is deleted beforehand. Without it nothing can be restored. */
  readonly journal?: Journal | undefined
  /** Shared by the journal entries of this deletion; random if omitted. */
  readonly id?: string
}

/** Requests at a time. Browsers open six connections per host over HTTP/1.1. */
const WIDTH = 6

/** Results of a DELETE that prove that nothing was removed. */
const UNDONE: ReadonlySet<Attempt['kind']> = new Set(['refused', 'rejected', 'withheld'])

/** A plan being carried out: the state shared by all steps. */
export class Run {
  readonly plan: DeletionPlan
  readonly transport: Transport
  readonly repository: RepositoryName
  readonly control: DeletionControl
  readonly pace: Pace
  readonly keepsShared: boolean
  readonly askLogin: LoginQuestion
  readonly going: ReadonlySet<Tag>
  readonly journal: RunJournal
  readonly outcomes = new Map<Tag, TagOutcome>()
  /** For what is deleted without having a tag. */
  readonly manifests = new Map<Digest, ManifestOutcome['outcome']>()
  readonly harmed: HarmedTag[] = []
  readonly leftovers = new Set<Digest>()
  /** Whether a deletion was seen to work here; see `seeDeletionWork`. */
  hasSeenDeletion = false
  /** Where each kept tag was last seen, including selected tags that were moved. */
  readonly lastSeen = new Map<Tag, Digest>()
  /** Kept tags that were gone after tags, but before an image, had been deleted, and where they pointed. */
  readonly lostEarly = new Map<Tag, Digest>()
  readonly blame = new Blame()
  readonly #options: CarryOutOptions
  #stop: StopReason | undefined
  readonly #settling = new Set<Promise<unknown>>()
  #longestDelete = 0
  #sweep: { found: Sweep; end: number; took: number } | undefined
  #sweeping: Promise<Sweep> | undefined

  /** @throws Error for a plan that is not ready */
  constructor(transport: Transport, plan: DeletionPlan, options: CarryOutOptions = {}) {
    if (!isReady(plan)) throw new Error('The plan is incomplete, or there is nothing to do')
    this.plan = plan
    this.repository = plan.repository
    this.transport = patientTransport(transport, WIDTH)
    this.#options = options
    this.control = options.control ?? new DeletionControl()
    this.pace = { ...PACE, ...options.pace }
    this.keepsShared = options.keepsShared ?? false
    this.askLogin = options.askLogin ?? (() => Promise.resolve(false))
    this.journal = createRunJournal(options.journal, plan, options.id ?? randomHex(16))
    this.going = new Set(
      plan.groups.flatMap(({ method, tags }) => (method.kind === 'none' ? [] : tags)),
    )
    for (const tag of plan.states.keys()) {
      const at = this.going.has(tag) ? undefined : plannedDigest(plan, tag)
      if (at) this.lastSeen.set(tag, at)
    }
  }

  /** Why nothing further is started; the first reason wins. */
  get stopped(): StopReason | undefined {
    return this.#stop ?? (this.control.state === 'stopped' ? { kind: 'asked' } : undefined)
  }

  /** Whether nothing further may be sent, not even within a group that has started. */
  get isBlocked(): boolean {
    return this.#stop !== undefined
  }

  stop(reason: StopReason): void {
    this.#stop ??= reason
  }

  #report(phase: RunProgress['phase'], done = 0, total = 0): void {
    this.#options.onProgress?.({ phase, done, total, outcomes: this.outcomes })
  }

  settleOutcome(tag: Tag, outcome: TagOutcome): void {
    this.outcomes.set(tag, outcome)
    const isMoved = outcome.kind === 'moved' || outcome.kind === 'elsewhere'
    const planned = isLeft(outcome) ? plannedDigest(this.plan, tag) : undefined
    const at = isMoved ? outcome.digest : planned
    if (at) this.lastSeen.set(tag, at)
    this.#report('deleting', this.outcomes.size, this.going.size)
  }

  settleAll(tags: readonly Tag[], outcome: TagOutcome): void {
    for (const tag of tags) this.settleOutcome(tag, outcome)
  }

  /** Where a tag points now, or whether a digest exists. @throws as `askTag` */
  ask(reference: Reference): Promise<TagState> {
    return askTag(this, reference)
  }

  /**
   * Deletes an image. Unless the registry says that it didn't, this may have hit other tags.
   *
   * @throws JournalError, before anything is sent
   */
  async deleteImage(digest: Digest): Promise<Attempt> {
    await this.journal.begin(digest)
    const deletion = this.blame.begin(digest)
    const attempt = await this.delete(digest)
    if (UNDONE.has(attempt.kind)) this.blame.drop(deletion)
    else if (attempt.kind === 'done' || attempt.kind === 'absent') this.blame.end(deletion)
    return attempt
  }

  /** @throws JournalError, before anything is sent */
  delete(reference: Reference): Promise<Attempt> {
    return this.#write(reference, async () => {
      const begin = performance.now()
      try {
        await deleteManifest(this, reference)
      } finally {
        this.#longestDelete = Math.max(this.#longestDelete, performance.now() - begin)
      }
    })
  }

  /** @throws JournalError, before anything is sent */
  put(
    reference: Reference,
    { mediaType, bytes }: { mediaType: string; bytes: Uint8Array<ArrayBuffer> },
  ): Promise<Attempt> {
    return this.#write(reference, async () => {
      await putManifest(this, reference, mediaType, bytes)
    })
  }

  async #write(reference: Reference, request: () => Promise<void>): Promise<Attempt> {
    await this.journal.begin(reference)
    for (;;) {
      while (this.#settling.size > 0) await Promise.all(this.#settling)
      if (this.#stop?.kind === 'not-settled') return { kind: 'withheld' }
      try {
        await request()
        return { kind: 'done' }
      } catch (error) {
        if (!(error instanceof RateLimitedError)) {
          const failure = judgeFailure(error)
          return failure.kind === 'refused' ? await narrowRefusal(this, failure) : failure
        }
        // Waited for here, not in the transport: nothing may be written until lost writes are settled (see above).
        const milliseconds = error.retryAfterSeconds * 1000
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
      }
    }
  }

  /** The registry is no longer working on what wasn't settled, so it may be written to again. */
  hasSettled(): void {
    this.blame.endAll()
    if (this.#stop?.kind === 'not-settled') this.#stop = { ...this.#stop, kind: 'no-answer' }
  }

  /** An unselected tag that was hit; replaces an earlier failure to restore it. */
  addHarm(harm: HarmedTag): void {
    const { tag, isChild, restored } = harm
    const before = this.harmed.findIndex(
      (one) => one.tag === tag && one.isChild === isChild && one.restored === undefined,
    )
    this.harmed.splice(before < 0 ? this.harmed.length : before, 1, harm)
    if (restored === undefined || isChild) return
    this.lastSeen.set(tag, restored)
    this.blame.saw(tag, performance.now())
  }

  /** Remembers where every kept tag points, for the next check. */
  hasLookedAt({ states }: Sweep, begin: number): void {
    for (const [tag, state] of states) {
      if (state.kind !== 'at' || this.#isLate(tag, state.digest)) continue
      if (this.outcomes.has(tag) && !this.lastSeen.has(tag)) continue
      this.lastSeen.set(tag, state.digest)
      this.blame.saw(tag, begin)
    }
  }

  /**
   * Why an image has to be kept, according to a fresh sweep; `undefined` if there is no reason.
   *
   * @throws what a sweep throws
   */
  async findReasonToKeep(digest: Digest): Promise<KeptReason | undefined> {
    const reason = await this.#findReason(digest)
    const tags = reason && 'tags' in reason ? reason.tags : []
    const isLate = (tag: Tag) => this.outcomes.get(tag)?.kind === 'deleted'
    if (tags.length === 0 || !tags.every(isLate)) return reason
    // This run has deleted them, but the registry does it later than it says.
    await this.waitUntilGone(tags)
    this.#sweep = undefined
    return await this.#findReason(digest)
  }

  async #findReason(digest: Digest): Promise<KeptReason | undefined> {
    const [reason] = reasonsToKeep(digest, await this.#freshSweep())
    if (reason) return reason
    const moved = [...this.lastSeen].flatMap(([tag, seen]) => (seen === digest ? [tag] : []))
    return moved.length > 0 ? { kind: 'shared', tags: moved } : undefined
  }

  /** Checks every kept tag and remembers where it points. @throws what `sweepTags` throws */
  async sweep(phase: 'looking' | 'checking'): Promise<Sweep> {
    // Once its turn is over, a selected tag counts as kept: it was left alone, or somebody pushed it again.
    const going = new Set(
      [...this.going].filter((tag) => !this.lastSeen.has(tag) && !this.outcomes.has(tag)),
    )
    // Before its turn, somebody may have moved it to another image that will be deleted.
    const waiting = this.plan.groups.flatMap(({ tags, digest }) =>
      tags.flatMap((tag) => (digest && going.has(tag) ? [[tag, digest] as const] : [])),
    )
    return await sweepTags(this, this.plan.store, {
      going,
      known: this.lastSeen.keys(),
      watched: new Map(phase === 'looking' ? waiting : []),
      onCount: (done, total) => this.#report(phase, done, total),
    })
  }

  async #freshSweep(): Promise<Sweep> {
    const last = this.#sweep
    if (last && isFresh(performance.now() - last.end, last.took, this.pace)) return last.found
    this.#sweeping ??= this.#sweepBefore().finally(() => (this.#sweeping = undefined))
    return await this.#sweeping
  }

  /** The sweep before an image is deleted. */
  async #sweepBefore(): Promise<Sweep> {
    const begin = performance.now()
    const found = await this.sweep('looking')
    const end = performance.now()
    this.#sweep = { found, end, took: end - begin }
    const isFirst = this.blame.digests.size === 0
    for (const [tag, state] of found.states) {
      if (state.kind === 'at' && this.#isLate(tag, state.digest)) continue
      if (state.kind === 'at') {
        this.lastSeen.set(tag, state.digest)
        this.blame.saw(tag, begin)
      } else if (state.kind === 'absent') {
        // Gone before anything was deleted: somebody else did it. Later it may have been this deletion.
        if (isFirst) this.#forget(tag)
        else this.blame.missed(tag, end)
      }
    }
    return found
  }

  /** Whether this run has deleted a tag that the registry still shows where it was. */
  #isLate(tag: Tag, at: Digest): boolean {
    if (this.outcomes.get(tag)?.kind !== 'deleted') return false
    return at === plannedDigest(this.plan, tag) || this.journal.listCopies(tag).includes(at)
  }

  /** A kept tag was gone before an image was deleted, but perhaps not before tags of one were. */
  #forget(tag: Tag): void {
    const digest = this.lastSeen.get(tag)
    const hasDeleted = [...this.outcomes.values()].some(({ kind }) => kind === 'deleted')
    if (digest && hasDeleted) this.lostEarly.set(tag, digest)
    this.lastSeen.delete(tag)
  }

  /**
   * Where the group's tags point after a write with this result; `undefined` if unknown. After a failed or lost
   * write, nothing further is started in that case.
   */
  async findOut(attempt: Attempt, tags: readonly Tag[]): Promise<TagsFound | undefined> {
    if (attempt.kind === 'lost') return await this.settle(tags)
    const found = await this.#lookAt(tags)
    const isBroken = attempt.kind === 'broken'
    if (isBroken && !found) this.stop({ kind: 'server-error', error: attempt.error })
    return found
  }

  /**
   * After a lost response: waits until the group's tags are unchanged for a while, even if the deletion is stopped.
   * Nothing else starts meanwhile, nor if they keep changing (`undefined`): the registry may still be working.
   */
  async settle(tags: readonly Tag[]): Promise<TagsFound | undefined> {
    const settling = this.#waitUntilStill(tags, 'settling')
    this.#settling.add(settling)
    const found = await settling
    if (!found) this.stop({ kind: 'not-settled' })
    this.#settling.delete(settling)
    return found
  }

  /** Waits until tags and images are gone, or unchanged for a while. */
  waitUntilGone(references: readonly Reference[]): Promise<TagsFound | undefined> {
    // A digest is asked for as a tag is, and never listed.
    const tags = references as readonly Tag[]
    return this.#waitUntilStill(tags, 'waiting', (seen) => tags.every((tag) => isGone(tag, seen)))
  }

  /** Whether an image of Homeport's own goes, now or a little later. @throws as `askTag` */
  async isGoneSoon(digest: Digest): Promise<boolean> {
    if ((await confirmTag(this, digest)).kind === 'absent') return true
    const found = await this.waitUntilGone([digest])
    return found?.states.get(digest as never)?.kind === 'absent'
  }

  #waitUntilStill(
    tags: readonly Tag[],
    phase: 'settling' | 'waiting' = 'settling',
    isOver?: (seen: TagsFound) => boolean,
  ): Promise<TagsFound | undefined> {
    const standStill = Math.max(this.pace.standStill, 3 * this.#longestDelete)
    this.#report(phase)
    return lookWhenStill(() => this.#lookAt(tags), tags, { ...this.pace, standStill }, isOver)
  }

  /** Where a group's tags point now; `undefined` if unknown. */
  async #lookAt(tags: readonly Tag[]): Promise<TagsFound | undefined> {
    const found = await tryLookAtTags(this, tags)
    const isTold = [...(found?.states.values() ?? [])].every(({ kind }) => kind !== 'unknown')
    return isTold ? found : undefined
  }
}

/** Whether a selected tag was left unchanged: from now on nothing must happen to it. */
function isLeft(outcome: TagOutcome): boolean {
  return outcome.kind === 'failed'
    ? ['refused', 'rejected', 'unknown-tags'].includes(outcome.why)
    : ['cannot', 'kept', 'not-started'].includes(outcome.kind)
}
