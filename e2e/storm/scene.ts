import type { FaultProxy } from '../../stack/faults.mjs'
import type { Registry } from '../../stack/registry.mjs'
import type { Content, Place } from './content.ts'
import type { Storm } from './draw.ts'
import type { History } from './history.ts'
import type { Machine } from './machine.ts'

/** Tags that a machine deletes, each with where it pointed when selected. */
export type Selected = ReadonlyMap<string, string | undefined>

/** Where a storm takes place, and who takes part. */
export type Scene = {
  readonly kind: Storm['kind']
  readonly registry: Registry
  readonly proxy: FaultProxy
  /** The repository, through the proxy and directly. */
  readonly place: Place
  readonly direct: Place
  readonly content: Content
  readonly history: History
  /** The first deletes; the second may be told to during that. */
  readonly first: Machine
  readonly second: Machine
  /** Of each machine that has started. */
  readonly selections: Map<Machine, Selected>
}
