import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import * as content from '../../stack/content.mjs'
import { type FaultProxy, startFaultProxy } from '../../stack/faults.mjs'
import { resolveReference, whatIsMissing } from '../../stack/inspect.mjs'
import { goPart } from '../../stack/parts.mjs'
import { PARTS_OF, type Registry, type RegistryKind, startRegistry } from '../../stack/registry.mjs'
import type { Digest, RepositoryName, Tag } from '../../src/registry/names.ts'
import { parseRepositoryName } from '../names.ts'

/** A registry behind a proxy that can hold requests. */
export type World = {
  readonly kind: RegistryKind
  readonly registry: Registry
  readonly proxy: FaultProxy
  readonly hasTagDeletion: boolean
  readonly stop: () => Promise<void>
}

/** Whether a registry can run here. Those built with Go are only missing if Go is. */
export async function findKind(
  kind: RegistryKind,
): Promise<{ kind: RegistryKind; isMissing: boolean; note: string }> {
  const parts = await Promise.all(PARTS_OF[kind].map((part) => goPart(part)))
  const isMissing = parts.includes(undefined)
  const note = isMissing ? ' (needs go)' : ''
  return { kind, isMissing, note }
}

/** The registries that every story runs on. */
export function listKinds() {
  const kinds: readonly RegistryKind[] = ['2.8.2', '3.1.2', '3.1.1-s3']
  return Promise.all(kinds.map((kind) => findKind(kind)))
}

export async function startWorld(
  kind: RegistryKind,
  settings: Omit<Parameters<typeof startRegistry>[0] & object, 'kind'> = {},
): Promise<World> {
  const registry = await startRegistry({ kind, ...settings })
  const proxy = await startFaultProxy({ upstream: registry.origin })
  return {
    kind,
    registry,
    proxy,
    hasTagDeletion: kind !== '2.8.2',
    async stop() {
      await proxy.stop()
      await registry.stop()
    },
  }
}

let count = 0

/** A repository for one scenario, and everything needed to fill, change and damage it. */
export class Repository {
  readonly world: World
  readonly name: RepositoryName
  readonly place: content.Place

  constructor(world: World) {
    count += 1
    this.world = world
    this.name = parseRepositoryName(`proof/case-${process.pid}-${count}`)
    this.place = { origin: world.registry.origin, repository: this.name }
    world.proxy.rules([])
    world.proxy.forget()
  }

  /** Pushes a new image (or one of `text`) to each tag; returns the last digest. */
  async push(tags: string, text?: string): Promise<Digest> {
    let digest = ''
    for (const tag of tags.split(' ')) {
      digest = (await content.pushImage({ ...this.place, tag, content: text ?? tag })).digest
    }
    return digest as Digest
  }

  async pushImage(text: string) {
    return await content.pushImage({ ...this.place, content: text })
  }

  async pushIndex(tag: string | undefined, manifests: readonly content.Descriptor[]) {
    return await content.pushIndex({ ...this.place, ...(tag ? { tag } : {}), manifests })
  }

  /** Moves a tag like another client, directly in the registry. */
  async move(tag: string, reference: string): Promise<Digest> {
    return (await content.tagManifest({ ...this.place, reference, tag })).digest as Digest
  }

  async digestOf(reference: string): Promise<Digest | undefined> {
    return (await resolveReference(this.place, reference)) as Digest | undefined
  }

  async delete(reference: string): Promise<void> {
    const answer = await content.ask(this.place, 'DELETE', `manifests/${reference}`)
    if (answer.status !== 202) throw new Error(`${answer.url} answered ${answer.status}`)
  }

  async listed(): Promise<readonly string[]> {
    const answer = await content.ask(this.place, 'GET', 'tags/list')
    const list = (await answer.json()) as { tags?: string[] | null }
    return list.tags ?? []
  }

  /** The requests through the proxy, as `DELETE manifests/sha256:…`. */
  log(method?: string): string[] {
    const prefix = `/v2/${this.name}/`
    return this.world.proxy
      .log()
      .filter((entry) => entry.url.startsWith(prefix) && (!method || entry.method === method))
      .map((entry) => `${entry.method} ${entry.url.slice(prefix.length)}`)
  }

  /** Empties a tag's link file, as after a crash or with a full disk. */
  async emptyLink(tag: string): Promise<void> {
    await writeFile(join(this.#folder(), 'tags', tag, 'current/link'), '')
  }

  /** Leaves a tag's folder without a link, like a registry killed while removing the tag. */
  async removeLink(tag: string): Promise<void> {
    const folder = join(this.#folder(), 'tags', tag)
    await rm(join(folder, 'current/link'))
    await rm(join(folder, 'index'), { recursive: true })
  }

  /** Changes a manifest's bytes on the registry's disk. */
  async corrupt(digest: string): Promise<void> {
    await writeFile(this.#blob(digest), 'this is no manifest')
  }

  async removeBlob(digest: string): Promise<void> {
    await rm(this.#blob(digest))
  }

  /** Removes a manifest but leaves its tags listed. */
  async dangle(digest: string): Promise<void> {
    const [algorithm = '', hex = ''] = digest.split(':')
    await rm(join(this.#folder(), 'revisions', algorithm, hex), { recursive: true })
    await this.removeBlob(digest)
  }

  #folder() {
    const { folder } = this.world.registry
    return join(folder, 'docker/registry/v2/repositories', this.name, '_manifests')
  }

  #blob(digest: string) {
    const hex = digest.slice('sha256:'.length)
    const { folder } = this.world.registry
    return join(folder, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data')
  }
}

/** Where tags point, for a later comparison. */
export async function remember(repository: Repository, tags: string): Promise<Map<string, Digest>> {
  const found = new Map<string, Digest>()
  for (const tag of tags.split(' ')) {
    const digest = await repository.digestOf(tag)
    if (!digest) throw new Error(`${tag} is not there to begin with`)
    found.set(tag, digest)
  }
  return found
}

/**
 * The promise: every unselected tag has the same digest as before, and its manifest with everything in it can be
 * read.
 */
export async function expectUnharmed(
  repository: Repository,
  before: ReadonlyMap<string, Digest>,
): Promise<void> {
  const after = new Map<string, Digest | undefined>()
  const missing = new Map<string, string[]>()
  for (const tag of before.keys()) {
    after.set(tag, await repository.digestOf(tag))
    const lacks = await whatIsMissing(repository.place, tag)
    if (lacks.length > 0) missing.set(tag, lacks)
  }
  expect(after).toEqual(before)
  expect(missing).toEqual(new Map())
}

/** Neither listed nor found. */
export async function expectGone(repository: Repository, tags: string): Promise<void> {
  const listed = await repository.listed()
  for (const tag of tags.split(' ')) {
    expect(listed).not.toContain(tag)
    expect(await repository.digestOf(tag)).toBeUndefined()
  }
}

export function asTags(names: string): Tag[] {
  return names.split(' ') as Tag[]
}
