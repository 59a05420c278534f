import { carryOut } from '../../deletion/carryOut.ts'
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
import { offerUndo } from '../undo/undoOffers.ts'
import { askLogin } from './askLogin.ts'
import { latestOnly } from './latestOnly.ts'
import { summarize } from './words.ts'

/** A deletion that was begun, and how it ends. */
export type StartedDeletion = RunningDeletion & { readonly ended: Promise<DeletionReport> }

/** How many are at work: closing the page asks first. */
let working = 0

/**
 * Begins to carry a plan out. It goes on whatever page is open. What it writes into `journal` is offered to
 * be undone when it has ended.
 */
export function startDeletion(plan: DeletionPlan, journal: Journal | undefined): StartedDeletion {
  const control = new DeletionControl()
  const progress = createStore<RunProgress | undefined>(undefined)
  const started = { id: randomHex(16), plan, control, progress }
  return { ...started, ended: run(started, journal) }
}

async function run(
  { id, plan, control, progress }: RunningDeletion,
  journal: Journal | undefined,
): Promise<DeletionReport> {
  const show = latestOnly(progress.write)
  const endRun = announceRun(id)
  working += 1
  window.addEventListener('beforeunload', askBeforeLeaving)
  try {
    const report = await carryOut(rowTransport, plan, {
      control,
      askLogin,
      journal,
      id,
      onProgress: show.send,
    })
    offerUndo(report.entries, summarize(report))
    return report
  } finally {
    show.end()
    endRun()
    working -= 1
    if (working === 0) window.removeEventListener('beforeunload', askBeforeLeaving)
    leftDeletions.write(leftDeletions.read().filter((left) => left.id !== id))
  }
}

function askBeforeLeaving(event: BeforeUnloadEvent) {
  event.preventDefault()
}
