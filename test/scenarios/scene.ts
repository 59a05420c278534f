import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { RegistryKind } from '../../stack/registry.mjs'
import type { Journal } from '../../src/deletion/journal/journal.ts'
import { type Transport, fetchTransport } from '../../src/registry/transport/transport.ts'
import { createMemoryJournal } from '../memoryJournal.ts'
import { Repository, type World, startWorld } from './repository.ts'

/** A registry behind a proxy, and a repository in it, for one story. */
export type Scene = {
  readonly world: World
  readonly repository: Repository
  readonly journal: Journal
  readonly transport: Transport
}

/**
 * Gives each test of a `describe` an empty repository and journal; they share the registry.
 *
 * @param enter receives them before the test starts
 */
export function useScene(
  kind: RegistryKind,
  enter: (scene: Scene) => void,
  settings?: Parameters<typeof startWorld>[1],
): void {
  let world: World | undefined
  beforeAll(async () => void (world = await startWorld(kind, settings)))
  afterAll(() => world?.stop())
  beforeEach(() => {
    if (!world) return
    const transport = fetchTransport(world.proxy.origin)
    enter({ world, repository: new Repository(world), journal: createMemoryJournal(), transport })
  })
}
