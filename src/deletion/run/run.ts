import { type LoginRequiredError, RateLimitedError } from '../../registry/errors.ts'
import { deleteManifest, putManifest } from '../../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { type Attempt, judgeFailure } from '../../registry/transport/attempt.ts'
import { Blame } from './blame.ts'
import type { DeletionControl } from './control.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import { type KeptReason, reasonsToKeep } from '../plan/keptBecause.ts'
import type { LoginQuestion } from '../../registry/transport/persistentTransport.ts'
import type { HarmedTag, ManifestOutcome, StopReason, TagOutcome } from '../plan/report.ts'
import type { RunJournal } from '../journal/runJournal.ts'
import { type TagsFound, type Unanswered, isGone, lookWhenStill, tryLookAtTags } from './look.ts'
import type { Pace } from './settle.ts'
import { type Sweep, isFresh, sweepTags } from './sweep.ts'
import { type TagState, askTag } from '../../registry/tags/tagReader.ts'
import { checkUnmoved } from './removal/unmoved.ts'
import { waitAsAsked } from '../../registry/transport/waitAsAsked.ts'

/** What a deletion is busy with. */
export type RunProgress = {
  readonly phase: 'looking' | 'deleting' | 'settling' | 'checking'
  /** Tags; in `looking` and `checking` those that stay, in `deleting` those that go. */
  readonly done: number
  readonly total: number
  readonly outcomes: ReadonlyMap<Tag, TagOutcome>
}

/** Answers to a DELETE that prove that nothing was removed. */
const UNDONE: ReadonlySet<Attempt['kind']> = new Set(['refused', 'rejected', 'withheld'])

type RunOptions = {
  readonly transport: Transport
  readonly pace: Pace
  readonly control: DeletionControl
  readonly onProgress: (progress: RunProgress) => void
  readonly askLogin: LoginQuestion
  readonly journal: RunJournal
}

/** One plan being carried out: what all its steps share. */
export class Run {
  readonly plan: DeletionPlan
  readonly transport: Transport
  readonly repository: RepositoryName
  readonly control: DeletionControl
  readonly going: ReadonlySet<Tag>
  readonly journal: RunJournal
  readonly outcomes = new Map<Tag, TagOutcome>()
  /** Of what goes without a tag of its own. */
  readonly manifests = new Map<Digest, ManifestOutcome['outcome']>()
  readonly harmed: HarmedTag[] = []
  readonly leftovers: Digest[] = []
  /** Where each tag that must stay was seen last. Selected tags that moved are among them. */
  readonly lastSeen = new Map<Tag, Digest>()
  /** What this deletion may have hit. */
  readonly blame = new Blame()
  readonly #options: RunOptions
  #stop: StopReason | undefined
  readonly #settling = new Set<Promise<unknown>>()
  #longestDelete = 0
  #sweep: { found: Sweep; end: number; took: number } | undefined
  #sweeping: Promise<Sweep> | undefined

  constructor(plan: DeletionPlan, options: RunOptions) {
    this.plan = plan
    this.#options = options
    this.transport = options.transport
    this.control = options.control
    this.journal = options.journal
    this.repository = plan.repository
    this.going = new Set(
      plan.groups.flatMap(({ method, tags }) => (method.kind === 'none' ? [] : tags)),
    )
    for (const [tag, state] of plan.states) {
      if (state.kind === 'at' && !this.going.has(tag)) this.lastSeen.set(tag, state.digest)
    }
  }

  /** Why nothing further is begun; the first reason stays. */
  get stopped(): StopReason | undefined {
    return this.#stop ?? (this.control.state === 'stopped' ? { kind: 'asked' } : undefined)
  }

  /** Whether something was found that lets no step pass, also none of a group that has begun. */
  get isBlocked(): boolean {
    return this.#stop !== undefined
  }

  get pace(): Pace {
    return this.#options.pace
  }

  stop(reason: StopReason): void {
    this.#stop ??= reason
  }

  report(phase: RunProgress['phase'], done = 0, total = 0): void {
    this.#options.onProgress({ phase, done, total, outcomes: this.outcomes })
  }

  settleOutcome(tag: Tag, outcome: TagOutcome): void {
    this.outcomes.set(tag, outcome)
    const isMoved = outcome.kind === 'moved' || outcome.kind === 'elsewhere'
    const at = isMoved ? outcome.digest : this.#digestKept(tag, outcome)
    if (at) this.lastSeen.set(tag, at)
    this.report('deleting', this.outcomes.size, this.going.size)
  }

  /** Where a selected tag is that was left as it was: nothing must happen to it from then on. */
  #digestKept(tag: Tag, outcome: TagOutcome): Digest | undefined {
    const isLeft =
      ['cannot', 'kept', 'not-started'].includes(outcome.kind) ||
      (outcome.kind === 'failed' && ['refused', 'rejected', 'unknown-tags'].includes(outcome.why))
    const planned = this.plan.states.get(tag)
    return isLeft && planned?.kind === 'at' ? planned.digest : undefined
  }

  settleAll(tags: readonly Tag[], outcome: TagOutcome): void {
    for (const tag of tags) this.settleOutcome(tag, outcome)
  }

  /** Where a selected tag points right now, or whether a digest is there. @throws as `askTag` */
  ask(reference: Reference): Promise<TagState> {
    return askTag(this, reference)
  }

  /** Why a selected tag must be kept, by where it is just before its step; `undefined` where it is as planned. */
  checkUnmoved(tag: Tag, state: TagState, expected: Digest | undefined): TagOutcome | undefined {
    return checkUnmoved(state, expected, this.plan.states.get(tag))
  }

  /**
   * Deletes an image. Until the registry says that it did not, it counts as what may have hit other tags.
   *
   * @throws JournalError: then nothing was sent
   */
  async deleteImage(digest: Digest): Promise<Attempt> {
    await this.journal.begin(digest)
    const deletion = this.blame.begin(digest)
    const attempt = await this.delete(digest)
    if (UNDONE.has(attempt.kind)) this.blame.drop(deletion)
    else if (attempt.kind === 'done' || attempt.kind === 'absent') this.blame.end(deletion)
    return attempt
  }

  /** @throws JournalError: then nothing was sent */
  async delete(reference: Reference): Promise<Attempt> {
    await this.journal.begin(reference)
    return await this.#write(async () => {
      const begin = performance.now()
      try {
        await deleteManifest(this, reference)
      } finally {
        this.#longestDelete = Math.max(this.#longestDelete, performance.now() - begin)
      }
    })
  }

  /** @throws JournalError: then nothing was sent */
  async put(
    reference: Reference,
    mediaType: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Attempt> {
    await this.journal.begin(reference)
    return await this.#write(async () => {
      await putManifest(this, reference, mediaType, bytes)
    })
  }

  askLogin(error: LoginRequiredError): Promise<boolean> {
    return this.#options.askLogin(error)
  }

  /** What was not settled is so by now: the registry is at work no longer, and may be written to. */
  hasSettled(): void {
    this.blame.endAll()
    if (this.#stop?.kind === 'not-settled') this.#stop = { ...this.#stop, kind: 'no-answer' }
  }

  /** An unselected tag that was hit; one that could not be restored before is said once. */
  addHarm(harm: HarmedTag): void {
    const { tag, isChild, restored } = harm
    const before = this.harmed.findIndex(
      (one) => one.tag === tag && one.isChild === isChild && one.restored === undefined,
    )
    if (before < 0) this.harmed.push(harm)
    else this.harmed[before] = harm
    if (restored === undefined || isChild) return
    this.lastSeen.set(tag, restored)
    this.blame.saw(tag, performance.now())
  }

  /** Remembers where everything was that stays, for the next look. */
  hasLookedAt({ states }: Sweep, begin: number): void {
    for (const [tag, state] of states) {
      if (state.kind !== 'at' || (this.outcomes.has(tag) && !this.lastSeen.has(tag))) continue
      this.lastSeen.set(tag, state.digest)
      this.blame.saw(tag, begin)
    }
  }

  /**
   * Why an image has to be kept now, by a sweep that is not older than it may be; `undefined` where
   * nothing speaks against it.
   *
   * @throws what a sweep throws
   */
  async findReasonToKeep(digest: Digest): Promise<KeptReason | undefined> {
    const [reason] = reasonsToKeep(digest, await this.#freshSweep())
    if (reason) return reason
    const moved = [...this.lastSeen].flatMap(([tag, seen]) => (seen === digest ? [tag] : []))
    return moved.length > 0 ? { kind: 'shared', tags: moved } : undefined
  }

  /** Looks at every tag that must stay, and remembers where it is. @throws what `sweepTags` throws */
  async sweep(phase: 'looking' | 'checking'): Promise<Sweep> {
    // A selected tag whose turn is over stays wherever it is by now: it was kept, or somebody pushed it again.
    const going = new Set(
      [...this.going].filter((tag) => !this.lastSeen.has(tag) && !this.outcomes.has(tag)),
    )
    return await sweepTags(this, this.plan.store, {
      going,
      known: this.lastSeen.keys(),
      // Somebody may have moved one of them onto another image that goes.
      watched: phase === 'looking' ? this.#listWaiting(going) : new Map(),
      onCount: (done, total) => this.report(phase, done, total),
    })
  }

  /**
   * After a write that the registry failed at, or whose answer was lost: where the group's tags are now.
   * `undefined` where that cannot be told; then nothing further is begun.
   */
  async findOut({ kind, error }: Unanswered, tags: readonly Tag[]): Promise<TagsFound | undefined> {
    if (kind === 'lost') return await this.settle(tags)
    const found = await this.lookAt(tags)
    if (!found) this.stop({ kind: 'server-error', error })
    return found
  }

  /**
   * After a lost answer: waits until the group's tags stood still, also where somebody stops the deletion. No
   * other step begins meanwhile, and none after it where they did not (`undefined`): the registry may still
   * be at work.
   */
  async settle(tags: readonly Tag[]): Promise<TagsFound | undefined> {
    const settling = this.#waitUntilStill(tags)
    this.#settling.add(settling)
    const found = await settling
    if (!found) this.stop({ kind: 'not-settled' })
    this.#settling.delete(settling)
    return found
  }

  /** Waits until tags are gone, or stand still: another client may be at work on them. */
  waitUntilGone(tags: readonly Tag[]): Promise<TagsFound | undefined> {
    return this.#waitUntilStill(tags, (seen) => tags.every((tag) => isGone(tag, seen)))
  }

  #waitUntilStill(
    tags: readonly Tag[],
    isOver?: (seen: TagsFound) => boolean,
  ): Promise<TagsFound | undefined> {
    const { pace } = this.#options
    const standStill = Math.max(pace.standStill, 3 * this.#longestDelete)
    this.report('settling')
    return lookWhenStill(() => this.lookAt(tags), tags, { ...pace, standStill }, isOver)
  }

  /** Where a group's tags are now; `undefined` where it cannot be told. */
  async lookAt(tags: readonly Tag[]): Promise<TagsFound | undefined> {
    const found = await tryLookAtTags(this, tags)
    const isTold = [...(found?.states.values() ?? [])].every(({ kind }) => kind !== 'unknown')
    return isTold ? found : undefined
  }

  /** Tags that go and whose turn has not come, with the digest that the plan found them on. */
  #listWaiting(going: ReadonlySet<Tag>): Map<Tag, Digest> {
    const waiting = new Map<Tag, Digest>()
    for (const { tags, digest } of this.plan.groups) {
      if (!digest) continue
      for (const tag of tags) {
        if (going.has(tag)) waiting.set(tag, digest)
      }
    }
    return waiting
  }

  async #freshSweep(): Promise<Sweep> {
    if (this.#sweeping) return await this.#sweeping
    const last = this.#sweep
    const age = last ? performance.now() - last.end : Number.POSITIVE_INFINITY
    if (last && isFresh(age, last.took, this.#options.pace)) return last.found
    const begin = performance.now()
    this.#sweeping = this.sweep('looking')
    try {
      const found = await this.#sweeping
      const end = performance.now()
      this.#sweep = { found, end, took: end - begin }
      this.#remember(found, begin, end)
      return found
    } finally {
      this.#sweeping = undefined
    }
  }

  #remember({ states }: Sweep, begin: number, end: number) {
    const isFirst = this.blame.digests.size === 0
    for (const [tag, state] of states) {
      if (state.kind === 'at') {
        this.lastSeen.set(tag, state.digest)
        this.blame.saw(tag, begin)
      } else if (state.kind === 'absent') {
        // Gone before anything was deleted: somebody else did it. Later it may have been this deletion.
        if (isFirst) this.lastSeen.delete(tag)
        else this.blame.missed(tag, end)
      }
    }
  }

  async #write(request: () => Promise<void>): Promise<Attempt> {
    for (;;) {
      while (this.#settling.size > 0) await Promise.all(this.#settling)
      if (this.#stop?.kind === 'not-settled') return { kind: 'withheld' }
      try {
        await request()
        return { kind: 'done' }
      } catch (error) {
        if (!(error instanceof RateLimitedError)) return judgeFailure(error)
        await waitAsAsked(error)
      }
    }
  }
}
