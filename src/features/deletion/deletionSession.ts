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

/** A plan that is being or has been carried out. */
type Work = {
  readonly id: string
  readonly run: Run
  progress?: RunProgress
  readonly pace: Pace
}

/** A deletion from its plan, which starts at once, to its report, whatever page is open. */
export class DeletionSession {
  readonly request: DeletionRequest
  readonly state = createStore<DeletionState>({
    selected: undefined,
    record: 'opening',
    phase: { kind: 'planning' },
  })
  /** The address of the page where it was planned. */
  path = location.pathname
  readonly #client: QueryClient
  #tags: Selected
  #planning = new AbortController()
  #work: Work | undefined
  /** Updates the page after the deletion; postponed while the registry is down. */
  #tellLater: (() => void) | undefined
  #soon: { readonly timer: ReturnType<typeof setTimeout>; phase: Phase } | undefined

  constructor(client: QueryClient, request: DeletionRequest, path: string) {
    this.#client = client
    this.request = request
    this.#tags = request.tags
    this.plan()
    this.path = path
  }

  /** Whether the latest plan is being or has been carried out. */
  get hasBegun(): boolean {
    return this.#work !== undefined
  }

  /** Plans to delete these, or the same again. `isRecorded` false: nothing is recorded, so nothing can be restored. */
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
      // A missing login is the same error everywhere.
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
      // Manifests that a page has already loaded aren't requested again.
      known: listReadManifests(this.#client, repository),
      onReached: (plan) => (reached = { plan }),
      onProgress: (progress) => {
        const remaining = pace.tell(progress.step, progress.done, progress.total)
        if (!signal.aborted) this.#showSoon({ kind: 'planning', progress, remaining, ...reached })
      },
    })
    return { kind: 'planned', plan }
  }

  /** Stops planning. The plan stays as far as it is known. */
  stopPlanning(): void {
    this.#planning.abort()
  }

  /** Carries out a plan. At the end, what was recorded can be undone. */
  async confirm(plan: DeletionPlan): Promise<void> {
    const { record, phase } = this.state.read()
    if (record === 'opening' || phase.kind === 'running') return
    // A plan can be confirmed before everything is read; reading the rest must not interfere.
    this.stopPlanning()
    const control = new DeletionControl()
    const journal = record === 'none' ? undefined : record
    const id = randomHex(16)
    const onProgress = (progress: RunProgress) => {
      work.progress = progress
      // "Check again" in a report shows the same steps.
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

  /** Pauses, resumes or stops the running deletion. What has started is finished first. */
  steer(to: 'pause' | 'resume' | 'stop'): void {
    const { phase } = this.state.read()
    if (!this.#work || phase.kind !== 'running') return
    this.#work.run.control[to]()
    this.#show(measure(phase.plan, this.#work))
  }

  /** Checks a report's results again, and updates the record and the undo offer accordingly. */
  async checkAgain(): Promise<void> {
    const before = this.state.read().phase
    if (!this.#work || before.kind !== 'done') return
    const { id, run } = this.#work
    const report = await atWork(id, () => checkAgain(run))
    this.#end({ ...before, report }, before)
  }

  /** The dialog was closed: the plan is dropped, or the report was read. */
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
    // If the registry is down, the report says so; the page behind it need not repeat that.
    if (verification.kind === 'done') this.#tellLater()
    onDeleted?.(gone)
  }

  /** Thousands of steps must not cause thousands of renders: only the latest is shown, a moment later. */
  #showSoon(phase: Phase): void {
    if (this.#soon) this.#soon.phase = phase
    else {
      const soon = { phase, timer: setTimeout(() => this.#show(soon.phase), 60) }
      this.#soon = soon
    }
  }

  #show(phase: Phase): void {
    // What was about to be shown is out of date.
    clearTimeout(this.#soon?.timer)
    this.#soon = undefined
    this.#change({ phase })
  }

  #change(changed: Partial<DeletionState>): void {
    this.state.write({ ...this.state.read(), ...changed })
  }
}

/** The current progress. */
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

/** Runs work that no other window must take for interrupted, and that a closing window must ask about. */
async function atWork<Result>(run: string, work: () => Promise<Result>): Promise<Result> {
  const ends = [announceRun(run), askBeforeLeaving()]
  try {
    return await work()
  } finally {
    for (const end of ends) end()
  }
}
