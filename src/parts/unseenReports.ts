import type { DeletionPlan } from '../deletion/deletionPlan.ts'
import type { DeletionReport } from '../deletion/report.ts'
import { createStore } from '../queries/store.ts'

/** A deletion that ended when its page had been left. */
export type UnseenReport = {
  readonly report: DeletionReport
  readonly ability: DeletionPlan['ability']
  /** The same report as things are now. */
  readonly checkAgain: () => Promise<DeletionReport>
}

/** Reports that have to be read and were not, the oldest first. The frame shows them until they are closed. */
export const unseenReports = createStore<readonly UnseenReport[]>([])
