import type { DeletionControl } from '../deletion/control.ts'
import type { DeletionPlan } from '../deletion/deletionPlan.ts'
import type { RunProgress } from '../deletion/run.ts'
import { type Store, createStore } from '../queries/store.ts'

/** A deletion at work. */
export type RunningDeletion = {
  /** What its entries in the journal have in common. */
  readonly id: string
  readonly plan: DeletionPlan
  readonly control: DeletionControl
  readonly progress: Store<RunProgress | undefined>
}

/** Deletions that go on though their page was left: the frame shows a bar for each, to pause or stop it. */
export const leftDeletions = createStore<readonly RunningDeletion[]>([])
