import type { Refusal } from '../../deletion/ability/ability.ts'
import type { DeletionControl } from '../../deletion/run/control.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import type { Journal } from '../../deletion/journal/journal.ts'
import type { PlanProgress } from '../../deletion/plan/plan.ts'
import type { DeletionReport } from '../../deletion/plan/report.ts'
import type { RunProgress } from '../../deletion/run/run.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** The selected tags, or the whole repository with every tag that it has by then. */
export type Selected = readonly Tag[] | 'every'

export type DeletionRequest = {
  readonly repository: RepositoryName
  readonly tags: Selected
  /** Those of `tags` that the page doesn't show; the plan names them. */
  readonly notShown?: readonly Tag[]
  /** Where the tags pointed when they were selected: a tag that has moved since is kept. */
  readonly expected?: ReadonlyMap<Tag, Digest> | undefined
  /** Called after each report with the tags that are gone. */
  readonly onDeleted?: (tags: readonly Tag[]) => void
  /** Where to go when tags were deleted and the dialog is closed on its own page. */
  readonly thenShow?: string
}

/** The phase of a deletion. */
export type Phase =
  | {
      readonly kind: 'planning'
      readonly progress?: PlanProgress
      readonly plan?: DeletionPlan
      /** The time left for the current step. */
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
  /** The time left for the current step, once it can be estimated. */
  readonly remaining?: string | undefined
}

/** Where deletions are recorded; `opening` until it is known whether the browser has such a place. */
export type RecordState = Journal | 'opening' | 'none'

export type DeletionState = {
  /** `undefined`: all tags, which are not known yet. */
  readonly selected: readonly Tag[] | undefined
  readonly record: RecordState
  readonly phase: Phase
}
