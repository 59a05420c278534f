import type { FaultProxy } from '../../stack/faults.mjs'
import type { Registry } from '../../stack/registry.mjs'
import type { Content, Place } from './content.ts'
import type { Storm } from './draw.ts'
import type { History } from './history.ts'
import type { Machine } from './machine.ts'

/** Tags that a machine deletes, each with where it was when it was selected. */
export type Selected = ReadonlyMap<string, string | undefined>

/** Where a storm passes over, and who is there. */
export type Scene = {
  readonly kind: Storm['kind']
  readonly registry: Registry
  readonly proxy: FaultProxy
  /** The repository: by way of the proxy, and past it. */
  readonly place: Place
  readonly direct: Place
  readonly content: Content
  readonly history: History
  /** The first deletes, the second may be told to in the midst of that. */
  readonly first: Machine
  readonly second: Machine
  /** Of each machine that has begun. */
  readonly selections: Map<Machine, Selected>
}
