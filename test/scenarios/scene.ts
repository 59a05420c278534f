import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { RegistryKind } from '../../stack/registry.mjs'
import type { Journal } from '../../src/deletion/journal/journal.ts'
import { type Transport, fetchTransport } from '../../src/registry/transport/transport.ts'
import { createMemoryJournal } from '../memoryJournal.ts'
import { Repository, type World, startWorld } from './repository.ts'

/** What a story finds: a registry behind a proxy, and in it a repository of its own. */
export type Scene = {
  readonly world: World
  readonly repository: Repository
  readonly journal: Journal
  readonly transport: Transport
}

/**
 * Gives each test of a `describe` a scene whose repository and journal are empty; they share the registry.
 *
 * @param enter is given it before the test begins
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
