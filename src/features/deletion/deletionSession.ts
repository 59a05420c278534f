import type { QueryClient } from '@tanstack/react-query'
import { carryOutRun } from '../../deletion/run/carryOut.ts'
import { checkAgain } from '../../deletion/recover/checkAgain.ts'
import { DeletionControl } from '../../deletion/run/control.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import { randomHex } from '../../registry/random.ts'
import { type DeletionReport, isRemoved } from '../../deletion/plan/report.ts'
import { Run, type RunProgress } from '../../deletion/run/run.ts'
import { noteTagCount } from '../../queries/emptiedRepositories.ts'
import { openJournal } from '../../queries/journal.ts'
import { announceRun } from '../../queries/runs.ts'
import { rowTransport } from '../../queries/session.ts'
import { createStore } from '../../queries/store.ts'
import { tagSummaryQuery } from '../../queries/summaries.ts'
import { repositoryKey } from '../../queries/tags.ts'
import { askBeforeLeaving } from '../../components/askBeforeLeaving.ts'
import { offerUndo, renewOffer } from '../../components/undoOffers.ts'
import { askLogin } from '../../components/askLogin.ts'
import type {
  DeletionRequest,
  DeletionState,
  Phase,
  RunningPhase,
  Selected,
} from './deletionState.ts'
import { latestOnly } from './latestOnly.ts'
import { planSelected } from './planSelected.ts'
import { type Pace, createPace } from './remaining.ts'
import { summarize } from './words.ts'

/** A plan that is being carried out, or was. */
type Work = {
  readonly id: string
  readonly run: Run
  readonly pace: Pace
  progress: RunProgress | undefined
}

/** A deletion from its plan, which is begun at once, to its report, whatever page is open. */
export class DeletionSession {
  readonly request: DeletionRequest
  readonly state = createStore<DeletionState>({
    selected: undefined,
    record: 'opening',
    phase: { kind: 'planning' },
  })
  readonly #client: QueryClient
  readonly #showSoon = latestOnly<Phase>((phase) => this.#change({ phase }))
  #planning = new AbortController()
  #work: Work | undefined

  constructor(client: QueryClient, request: DeletionRequest) {
    this.#client = client
    this.request = request
    this.plan(request.tags)
  }

  /** Plans anew. `isRecorded` false: nothing is written down, and nothing can be brought back. */
  plan(tags: Selected, { isRecorded = true } = {}): void {
    this.stopPlanning()
    this.#planning = new AbortController()
    const { signal } = this.#planning
    const change = (changed: Partial<DeletionState>) => {
      if (!signal.aborted) this.#change(changed)
    }
    change({ record: isRecorded ? 'opening' : 'none' })
    if (tags !== 'every') change({ selected: tags })
    this.#show({ kind: 'planning' })
    if (isRecorded) void openJournal().then((journal) => change({ record: journal ?? 'none' }))
    void planSelected(this.request, tags, {
      client: this.#client,
      signal,
      onSelected: (selected) => change({ selected }),
      onPhase: (phase) => {
        if (!signal.aborted) this.#showSoon.send(phase)
      },
    }).then((phase) => {
      if (!signal.aborted) this.#show(phase)
    })
  }

  /** Plans the same anew. */
  planAgain(): void {
    const { tags } = this.request
    this.plan(tags === 'every' ? tags : (this.state.read().selected ?? tags))
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
      if (isShown) this.#showSoon.send(measure(plan, work))
    }
    const run = new Run(rowTransport, plan, { control, askLogin, journal, id, onProgress })
    const work: Work = { id, run, pace: createPace(), progress: undefined }
    this.#work = work
    this.#show(measure(plan, work))
    try {
      const report = await atWork(id, () => carryOutRun(run))
      offerUndo(report.entries, summarize(report))
      this.#show({ kind: 'done', plan, report })
      this.#tellPages(report)
    } catch (error) {
      this.#show({ kind: 'failed', error, hasBegun: true })
    }
  }

  /** While it runs: what has begun is finished first. */
  steer(to: 'pause' | 'resume' | 'stop'): void {
    const { phase } = this.state.read()
    if (!this.#work || phase.kind !== 'running') return
    // What passed until now was a pause, or work: not both.
    measure(phase.plan, this.#work)
    this.#work.run.control[to]()
    this.#show(measure(phase.plan, this.#work))
  }

  /** After a report: the same as things are now. The record, and what is offered to undo, follow. */
  async checkAgain(): Promise<void> {
    const before = this.state.read().phase
    if (!this.#work || before.kind !== 'done') return
    const { id, run } = this.#work
    const report = await atWork(id, () => checkAgain(run))
    renewOffer(before.report.entries, report.entries, summarize(report))
    if (this.state.read().phase === before) this.#show({ ...before, report })
    this.#tellPages(report)
  }

  /** What is known of tags that are gone is forgotten, and the repository is asked anew. */
  #tellPages({ outcomes, verification }: DeletionReport): void {
    const { repository, onDeleted } = this.request
    const gone = [...outcomes].flatMap(([tag, outcome]) => (isRemoved(outcome) ? [tag] : []))
    for (const tag of gone) {
      this.#client.removeQueries({ queryKey: tagSummaryQuery(repository, tag).queryKey })
    }
    const isNoOther = verification.kind === 'done' && verification.checked === 0
    if (isNoOther && gone.length === outcomes.size) noteTagCount(repository, 0)
    void this.#client.invalidateQueries({ queryKey: repositoryKey(repository) })
    onDeleted?.(gone)
  }

  #show(phase: Phase): void {
    // What was to be shown soon is old by now.
    this.#showSoon.end()
    this.#change({ phase })
  }

  #change(changed: Partial<DeletionState>): void {
    this.state.write({ ...this.state.read(), ...changed })
  }
}

/** How far it is by now. */
function measure(plan: DeletionPlan, { run, pace, progress }: Work): RunningPhase {
  const running = { kind: 'running', plan, control: run.control.state, progress } as const
  if (progress?.phase !== 'deleting') return { ...running, remaining: undefined }
  const { done, total } = progress
  pace.note(performance.now(), done, running.control === 'paused')
  return { ...running, remaining: done < total ? pace.estimate(total) : undefined }
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
