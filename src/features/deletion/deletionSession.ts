import type { QueryClient } from '@tanstack/react-query'
import { probeDeletion } from '../../deletion/ability/ability.ts'
import { carryOutRun } from '../../deletion/run/carryOut.ts'
import { checkAgain as checkRunAgain } from '../../deletion/recover/checkAgain.ts'
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
import { rowTransport } from '../../queries/session/session.ts'
import { createStore } from '../../queries/session/store.ts'
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

export type DeletionSession = ReturnType<typeof startDeletion>

/**
 * A deletion from its plan, which starts at once, to its report, whatever page is open.
 *
 * @param path the address of the page where it was requested
 */
export function startDeletion(client: QueryClient, request: DeletionRequest, path: string) {
  const { repository } = request
  const state = createStore<DeletionState>({
    selected: undefined,
    record: 'opening',
    phase: { kind: 'planning' },
  })
  const session = { request, state, path, hasBegun, plan, steer, confirm, checkAgain, close }
  let tags = request.tags
  let planning = new AbortController()
  let work: Work | undefined
  /** Updates the page after the deletion; postponed while the registry is down. */
  let tellLater: (() => void) | undefined
  let soon: { readonly timer: ReturnType<typeof setTimeout>; phase: Phase } | undefined
  begin()
  return session

  function change(changed: Partial<DeletionState>): void {
    state.write({ ...state.read(), ...changed })
  }

  function show(phase: Phase): void {
    // What was about to be shown is out of date.
    clearTimeout(soon?.timer)
    soon = undefined
    change({ phase })
  }

  /** Thousands of steps must not cause thousands of renders: only the latest is shown, a moment later. */
  function showSoon(phase: Phase): void {
    soon ??= { phase, timer: setTimeout(() => soon && show(soon.phase), 60) }
    soon.phase = phase
  }

  /** Whether the latest plan is being or has been carried out. */
  function hasBegun(): boolean {
    return work !== undefined
  }

  /** Plans to delete these, or the same again. `isRecorded` false: nothing is recorded, so nothing can be restored. */
  function plan(some = tags, { isRecorded = true } = {}): void {
    tags = some
    session.path = location.pathname
    begin(isRecorded)
  }

  function begin(isRecorded = true): void {
    planning.abort()
    work = undefined
    planning = new AbortController()
    const { signal } = planning
    change({ record: isRecorded ? 'opening' : 'none' })
    if (tags !== 'every') change({ selected: tags })
    show({ kind: 'planning' })
    if (isRecorded) {
      void openJournal().then((journal) => {
        if (!signal.aborted) change({ record: journal ?? 'none' })
      })
    }
    void withLogin(signal, () => makePlan(tags, signal))
      .catch((error: unknown) => ({ kind: 'failed', error }) as const)
      .then((phase) => {
        if (!signal.aborted) show(phase)
      })
  }

  async function makePlan(selected: Selected, signal: AbortSignal): Promise<Phase> {
    const { expected } = request
    const ability = await probeDeletion({ transport: rowTransport, repository, signal })
    if (ability.kind === 'refused') {
      // A missing login is the same error everywhere.
      if (ability.error instanceof LoginRequiredError) throw ability.error
      return { kind: 'refused', refusal: ability }
    }
    const meant =
      selected === 'every'
        ? (await listEveryTag({ transport: rowTransport, repository, signal })).tags
        : selected
    if (!signal.aborted) change({ selected: meant })
    let reached: { plan: DeletionPlan } | undefined
    const pace = new Pace()
    const made = await planDeletion(rowTransport, repository, meant, {
      ability: ability.kind,
      takesAlong: 'takesAlong' in ability ? ability.takesAlong : undefined,
      signal,
      ...(expected && { expected }),
      seen: client.getQueryData(tagListQuery(repository).queryKey) ?? [],
      // Manifests that a page has already loaded aren't requested again.
      known: listReadManifests(client, repository),
      onReached: (so) => (reached = { plan: so }),
      onProgress: (progress) => {
        const remaining = pace.tell(progress.step, progress.done, progress.total)
        if (!signal.aborted) showSoon({ kind: 'planning', progress, remaining, ...reached })
      },
    })
    return { kind: 'planned', plan: made }
  }

  /** Carries out a plan. At the end, what was recorded can be undone. */
  async function confirm(confirmed: DeletionPlan): Promise<void> {
    const { record, phase } = state.read()
    if (record === 'opening' || phase.kind === 'running') return
    // A plan can be confirmed before everything is read; reading the rest must not interfere.
    planning.abort()
    const journal = record === 'none' ? undefined : record
    const id = randomHex(16)
    const onProgress = (progress: RunProgress) => {
      own.progress = progress
      // "Check again" in a report shows the same steps.
      const isShown = work === own && state.read().phase.kind === 'running'
      if (isShown) showSoon(measure(confirmed, own))
    }
    const run = new Run(rowTransport, confirmed, { askLogin, journal, id, onProgress })
    const own: Work = { id, run, pace: new Pace() }
    work = own
    show(measure(confirmed, own))
    try {
      const report = await atWork(id, () => carryOutRun(run))
      end({ kind: 'done', plan: confirmed, report })
    } catch (error) {
      show({ kind: 'failed', error })
    }
  }

  /** Pauses, resumes or stops the running deletion. What has started is finished first. */
  function steer(to: 'pause' | 'resume' | 'stop'): void {
    const { phase } = state.read()
    if (!work || phase.kind !== 'running') return
    work.run.control[to]()
    show(measure(phase.plan, work))
  }

  /** Checks a report's results again, and updates the record and the undo offer accordingly. */
  async function checkAgain(): Promise<void> {
    const before = state.read().phase
    if (!work || before.kind !== 'done') return
    const { id, run } = work
    const report = await atWork(id, () => checkRunAgain(run))
    end({ ...before, report }, before)
  }

  /** The dialog was closed: the plan is dropped, or the report was read. */
  function close(): void {
    planning.abort()
    tellLater?.()
  }

  /** @param before the report that this one replaces */
  function end(done: DonePhase, before?: DonePhase): void {
    const { entries, outcomes, verification, harmed } = done.report
    const gone = [...outcomes].flatMap(([tag, outcome]) => (isRemoved(outcome) ? [tag] : []))
    // Undo is offered only once something is known to be deleted.
    const old = before?.report.entries ?? []
    offerUndo(gone.length > 0 ? entries : [], summarize(done.report), [...old, ...entries])
    if (!before || state.read().phase === before) show(done)
    const isNoOther = verification.kind === 'done' && verification.isOnly
    if (isNoOther && gone.length === outcomes.size) noteTagCount(repository, 0)
    const changed = [...outcomes.keys(), ...harmed.map(({ tag }) => tag)].map((tag) => ({ tag }))
    tellLater = () => {
      tellLater = undefined
      tellTagsChanged(client, [{ repository, tags: changed }])
    }
    // If the registry is down, the report says so; the page behind it need not repeat that.
    if (verification.kind === 'done') tellLater()
    request.onDeleted?.(gone)
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
