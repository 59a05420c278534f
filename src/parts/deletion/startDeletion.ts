import { carryOutRun, prepareRun } from '../../deletion/carryOut.ts'
import { checkAgain } from '../../deletion/checkAgain.ts'
import { DeletionControl } from '../../deletion/control.ts'
import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import type { Journal } from '../../deletion/journal.ts'
import { randomHex } from '../../deletion/random.ts'
import type { DeletionReport } from '../../deletion/report.ts'
import type { RunProgress } from '../../deletion/run.ts'
import { announceRun } from '../../queries/runs.ts'
import { rowTransport } from '../../queries/session.ts'
import { createStore } from '../../queries/store.ts'
import { type RunningDeletion, leftDeletions } from '../leftDeletions.ts'
import { offerUndo, renewOffer } from '../undo/undoOffers.ts'
import { askLogin } from './askLogin.ts'
import { latestOnly } from './latestOnly.ts'
import { summarize } from './words.ts'

/** A deletion that was begun, and how it ends. */
export type StartedDeletion = RunningDeletion & {
  readonly ended: Promise<DeletionReport>
  /** When it has ended: the same report as things are now. The record, and what is offered to undo, follow. */
  readonly checkAgain: () => Promise<DeletionReport>
}

/** How many are at work: closing the page asks first. */
let working = 0

/**
 * Begins to carry a plan out. It goes on whatever page is open. What it writes into `journal` is offered to
 * be undone when it has ended.
 */
export function startDeletion(plan: DeletionPlan, journal: Journal | undefined): StartedDeletion {
  const control = new DeletionControl()
  const progress = createStore<RunProgress | undefined>(undefined)
  const id = randomHex(16)
  const show = latestOnly(progress.write)
  const onProgress = show.send
  const run = prepareRun(rowTransport, plan, { control, askLogin, journal, id, onProgress })
  const carryOut = async () => {
    try {
      const report = await carryOutRun(run)
      offerUndo(report.entries, summarize(report))
      return report
    } finally {
      show.end()
      leftDeletions.write(leftDeletions.read().filter((left) => left.id !== id))
    }
  }
  const ended = atWork(id, carryOut)
  return {
    id,
    plan,
    control,
    progress,
    ended,
    checkAgain: () =>
      atWork(id, async () => {
        const before = await ended
        const report = await checkAgain(run)
        renewOffer(before.entries, report.entries, summarize(report))
        return report
      }),
  }
}

/** Does what must not be taken for something that broke off, by another window or whoever closes this one. */
async function atWork<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  const endRun = announceRun(id)
  working += 1
  window.addEventListener('beforeunload', askBeforeLeaving)
  try {
    return await work()
  } finally {
    endRun()
    working -= 1
    if (working === 0) window.removeEventListener('beforeunload', askBeforeLeaving)
  }
}

function askBeforeLeaving(event: BeforeUnloadEvent) {
  event.preventDefault()
}
