import type { RegistryKind } from '../../stack/registry.mjs'
import type { Subject } from './prover.ts'

/** A rule that is disabled, and where the model has to notice it. */
export type Mutant = {
  /** What is disabled. */
  readonly rule: string
  readonly module: string
  readonly replace: (own: never) => Readonly<Record<string, unknown>>
  /** The subject that reveals it. */
  readonly subject: Subject
  readonly kind?: RegistryKind
  /** Case `at` of this seed reveals it; should cases be drawn differently one day, one of those after it. */
  readonly seed: number
  readonly at: number
}
