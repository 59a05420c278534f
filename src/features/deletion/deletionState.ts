import type { Refusal } from '../../deletion/ability/ability.ts'
import type { DeletionControl } from '../../deletion/run/control.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import type { Journal } from '../../deletion/journal/journal.ts'
import type { PlanProgress } from '../../deletion/plan/plan.ts'
import type { DeletionReport } from '../../deletion/plan/report.ts'
import type { RunProgress } from '../../deletion/run/run.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** The tags that are selected, or the whole repository: every tag that it has by then. */
export type Selected = readonly Tag[] | 'every'

export type DeletionRequest = {
  readonly repository: RepositoryName
  readonly tags: Selected
  /** Those of `tags` that are not on the screen; the plan names them. */
  readonly notShown?: readonly Tag[]
  /** Where the tags were when they were selected: one that is elsewhere by now stays. */
  readonly expected?: ReadonlyMap<Tag, Digest> | undefined
  /** Told which tags are gone, by each report. */
  readonly onDeleted?: (tags: readonly Tag[]) => void
  /** The address to go to when tags are gone and the dialog is closed on its own page. */
  readonly thenShow?: string
}

/** How far a deletion is. */
export type Phase =
  | {
      readonly kind: 'planning'
      readonly progress?: PlanProgress
      readonly plan?: DeletionPlan
      /** Of the step that it is at. */
      readonly remaining?: string | undefined
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'planned'; readonly plan: DeletionPlan }
  | RunningPhase
  | { readonly kind: 'failed'; readonly error: unknown }
  | DonePhase

export type DonePhase = {
  readonly kind: 'done'
  readonly plan: DeletionPlan
  readonly report: DeletionReport
}

export type RunningPhase = {
  readonly kind: 'running'
  readonly plan: DeletionPlan
  readonly control: DeletionControl['state']
  readonly progress: RunProgress | undefined
  /** Of the step that it is at, once that can be told. */
  readonly remaining?: string | undefined
}

/** Where what goes is written down; `opening` until it is known whether there is such a place. */
export type RecordState = Journal | 'opening' | 'none'

export type DeletionState = {
  /** `undefined`: every tag, and it is not known yet which there are. */
  readonly selected: readonly Tag[] | undefined
  readonly record: RecordState
  readonly phase: Phase
}
