import type { QueryClient } from '@tanstack/react-query'
import { probeDeletion } from '../../deletion/ability/ability.ts'
import { carryOutRun } from '../../deletion/run/carryOut.ts'
import { checkAgain } from '../../deletion/recover/checkAgain.ts'
import { DeletionControl } from '../../deletion/run/control.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import { planDeletion } from '../../deletion/plan/plan.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import { randomHex } from '../../registry/random.ts'
import { isRemoved } from '../../deletion/plan/report.ts'
import { Run, type RunProgress } from '../../deletion/run/run.ts'
import { noteTagCount } from '../../queries/storage/emptiedRepositories.ts'
import { openJournal } from '../../queries/storage/journal.ts'
import { listReadManifests } from '../../queries/manifests.ts'
import { announceRun } from '../../queries/storage/runs.ts'
import { rowTransport } from '../../queries/session.ts'
import { createStore } from '../../queries/store.ts'
import { tagListQuery, tellTagsChanged } from '../../queries/tags.ts'
import { listEveryTag } from '../../registry/tags/wholeList.ts'
import { askBeforeLeaving } from '../../components/askBeforeLeaving.ts'
import { offerUndo } from '../../components/messages.ts'
import { askLogin, withLogin } from '../../components/askLogin.ts'
import type {
  DeletionRequest,
  DeletionState,
  DonePhase,
  Phase,
  RunningPhase,
  Selected,
} from './deletionState.ts'
import { Pace } from './remaining.ts'
import { summarize } from './words.ts'

/** A plan that is being carried out, or was. */
type Work = {
  readonly id: string
  readonly run: Run
  progress?: RunProgress
  readonly pace: Pace
}

/** A deletion from its plan, which is begun at once, to its report, whatever page is open. */
export class DeletionSession {
  readonly request: DeletionRequest
  readonly state = createStore<DeletionState>({
    selected: undefined,
    record: 'opening',
    phase: { kind: 'planning' },
  })
  /** Of the page where it was planned. */
  path = location.pathname
  readonly #client: QueryClient
  #tags: Selected
  #planning = new AbortController()
  #work: Work | undefined
  /** Makes the page follow what was deleted; held back while the registry is down. */
  #tellLater: (() => void) | undefined
  #soon: { readonly timer: ReturnType<typeof setTimeout>; phase: Phase } | undefined

  constructor(client: QueryClient, request: DeletionRequest, path: string) {
    this.#client = client
    this.request = request
    this.#tags = request.tags
    this.plan()
    this.path = path
  }

  /** Whether what was planned last is at work, or was. */
  get hasBegun(): boolean {
    return this.#work !== undefined
  }

  /** Plans these, or the same anew. `isRecorded` false: nothing is written down, and nothing can be brought back. */
  plan(tags = this.#tags, { isRecorded = true } = {}): void {
    this.stopPlanning()
    this.#work = undefined
    this.#tags = tags
    this.path = location.pathname
    this.#planning = new AbortController()
    const { signal } = this.#planning
    this.#change({ record: isRecorded ? 'opening' : 'none' })
    if (tags !== 'every') this.#change({ selected: tags })
    this.#show({ kind: 'planning' })
    if (isRecorded) {
      void openJournal().then((journal) => {
        if (!signal.aborted) this.#change({ record: journal ?? 'none' })
      })
    }
    void withLogin(signal, () => this.#plan(tags, signal))
      .catch((error: unknown) => ({ kind: 'failed', error }) as const)
      .then((phase) => {
        if (!signal.aborted) this.#show(phase)
      })
  }

  async #plan(selected: Selected, signal: AbortSignal): Promise<Phase> {
    const { repository, expected } = this.request
    const ability = await probeDeletion({ transport: rowTransport, repository, signal })
    if (ability.kind === 'refused') {
      // A registry that wants a login says so by the same error everywhere.
      if (ability.error instanceof LoginRequiredError) throw ability.error
      return { kind: 'refused', refusal: ability }
    }
    const tags =
      selected === 'every'
        ? (await listEveryTag({ transport: rowTransport, repository, signal })).tags
        : selected
    if (!signal.aborted) this.#change({ selected: tags })
    let reached: { plan: DeletionPlan } | undefined
    const pace = new Pace()
    const plan = await planDeletion(rowTransport, repository, tags, {
      ability: ability.kind,
      signal,
      ...(expected && { expected }),
      seen: this.#client.getQueryData(tagListQuery(repository).queryKey) ?? [],
      // Content behind a digest that a page has read is not asked for twice.
      known: listReadManifests(this.#client, repository),
      onReached: (plan) => (reached = { plan }),
      onProgress: (progress) => {
        const remaining = pace.tell(progress.step, progress.done, progress.total)
        if (!signal.aborted) this.#showSoon({ kind: 'planning', progress, remaining, ...reached })
      },
    })
    return { kind: 'planned', plan }
  }

  /** What was planned so far stays as it is. */
  stopPlanning(): void {
    this.#planning.abort()
  }

  /** Carries a plan out. What is written down is offered to be undone when it has ended. */
  async confirm(plan: DeletionPlan): Promise<void> {
    const { record, phase } = this.state.read()
    if (record === 'opening' || phase.kind === 'running') return
    // Tags can be confirmed before everything is read; what is read for later must not come in between.
    this.stopPlanning()
    const control = new DeletionControl()
    const journal = record === 'none' ? undefined : record
    const id = randomHex(16)
    const onProgress = (progress: RunProgress) => {
      work.progress = progress
      // Checking a report again goes through the same steps.
      const isShown = this.#work === work && this.state.read().phase.kind === 'running'
      if (isShown) this.#showSoon(measure(plan, work))
    }
    const run = new Run(rowTransport, plan, { control, askLogin, journal, id, onProgress })
    const work: Work = { id, run, pace: new Pace() }
    this.#work = work
    this.#show(measure(plan, work))
    try {
      const report = await atWork(id, () => carryOutRun(run))
      this.#end({ kind: 'done', plan, report })
    } catch (error) {
      this.#show({ kind: 'failed', error })
    }
  }

  /** While it runs: what has begun is finished first. */
  steer(to: 'pause' | 'resume' | 'stop'): void {
    const { phase } = this.state.read()
    if (!this.#work || phase.kind !== 'running') return
    this.#work.run.control[to]()
    this.#show(measure(phase.plan, this.#work))
  }

  /** After a report: the same as things are now. The record, and what is offered to undo, follow. */
  async checkAgain(): Promise<void> {
    const before = this.state.read().phase
    if (!this.#work || before.kind !== 'done') return
    const { id, run } = this.#work
    const report = await atWork(id, () => checkAgain(run))
    this.#end({ ...before, report }, before)
  }

  /** The plan was given up, or the report was read. */
  close(): void {
    this.stopPlanning()
    this.#tellLater?.()
  }

  /** @param before the report that this one replaces */
  #end(done: DonePhase, before?: DonePhase): void {
    const { entries, outcomes, verification, harmed } = done.report
    const { repository, onDeleted } = this.request
    const gone = [...outcomes].flatMap(([tag, outcome]) => (isRemoved(outcome) ? [tag] : []))
    // Undo is offered only once something is known to be deleted.
    const old = before?.report.entries ?? []
    offerUndo(gone.length > 0 ? entries : [], summarize(done.report), [...old, ...entries])
    if (!before || this.state.read().phase === before) this.#show(done)
    const isNoOther = verification.kind === 'done' && verification.checked === 0
    if (isNoOther && gone.length === outcomes.size) noteTagCount(repository, 0)
    const tags = [...outcomes.keys(), ...harmed.map(({ tag }) => tag)].map((tag) => ({ tag }))
    this.#tellLater = () => {
      this.#tellLater = undefined
      tellTagsChanged(this.#client, [{ repository, tags }])
    }
    // If the registry is down, the report says so; the page behind it would say it a second time.
    if (verification.kind === 'done') this.#tellLater()
    onDeleted?.(gone)
  }

  /** Thousands of steps are not thousands of renders: the latest is shown, a moment later. */
  #showSoon(phase: Phase): void {
    if (this.#soon) this.#soon.phase = phase
    else {
      const soon = { phase, timer: setTimeout(() => this.#show(soon.phase), 60) }
      this.#soon = soon
    }
  }

  #show(phase: Phase): void {
    // What was to be shown soon is old by now.
    clearTimeout(this.#soon?.timer)
    this.#soon = undefined
    this.#change({ phase })
  }

  #change(changed: Partial<DeletionState>): void {
    this.state.write({ ...this.state.read(), ...changed })
  }
}

/** How far it is by now. */
function measure(plan: DeletionPlan, work: Work): RunningPhase {
  const { run, progress, pace } = work
  const control = run.control.state
  const running = { kind: 'running', plan, control, progress } as const
  if (control !== 'running' || !progress) {
    pace.forget()
    return running
  }
  return { ...running, remaining: pace.tell(progress.phase, progress.done, progress.total) }
}

/** Does what must not be taken for something that broke off, by another window or whoever closes this one. */
async function atWork<Result>(run: string, work: () => Promise<Result>): Promise<Result> {
  const ends = [announceRun(run), askBeforeLeaving()]
  try {
    return await work()
  } finally {
    for (const end of ends) end()
  }
}
