import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotFoundError, RegistryError, RegistryRejectedError } from '../../registry/errors.ts'
import { parseManifest } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { readReach } from './reach.ts'

const digestOf = (number: number) => `sha256:${String(number).padStart(64, '0')}` as Digest

function manifestOf(children: readonly number[]): FetchedManifest {
  const json = {
    manifests: children.map((child) => ({
      mediaType: MEDIA_TYPE.ociIndex,
      digest: digestOf(child),
      size: 1,
    })),
  }
  const bytes = new TextEncoder().encode(JSON.stringify(json))
  const mediaType = MEDIA_TYPE.ociIndex
  return { digest: digestOf(0), mediaType, bytes, manifest: parseManifest(json, mediaType) }
}

function storeOf(graph: ReadonlyMap<number, readonly number[] | RegistryError>) {
  const asked: number[] = []
  return {
    asked,
    known: new Map(),
    isFresh: () => true,
    read(digest: Digest) {
      const number = Number(digest.slice('sha256:'.length))
      asked.push(number)
      const found = graph.get(number) ?? []
      return Promise.resolve(found instanceof RegistryError ? found : manifestOf(found))
    },
  }
}

const rootOf = (number: number) => ({
  digest: digestOf(number),
  mediaType: MEDIA_TYPE.ociIndex,
  tags: [`t${number}`] as unknown as Tag[],
})

test('it agrees with a different implementation, and requests each manifest once', async () => {
  // A manifest can only contain what existed before it, so the graph has no loops.
  const graphs = fc
    .array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
    .map(
      (lists) =>
        new Map(lists.map((list, at) => [at + 1, list.filter((one) => one <= at && one > 0)])),
    )
  await fc.assert(
    fc.asyncProperty(
      graphs,
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }),
      async (graph, tops) => {
        const roots = [...new Set(tops)].map(rootOf)
        const store = storeOf(graph)
        const reach = await readReach(store, roots)
        const holds = (from: number, what: number): boolean =>
          (graph.get(from) ?? []).some((child) => child === what || holds(child, what))
        for (let what = 1; what <= 30; what += 1) {
          const expected = roots.filter(({ digest }) => holds(Number(digest.slice(7)), what))
          expect(reach.holdersOf(digestOf(what))).toEqual(expected)
        }
        expect(store.asked.length).toBe(new Set(store.asked).size)
      },
    ),
  )
})

test('a missing child contains nothing, an unreadable one makes its roots unread', async () => {
  const detail = { code: 'MANIFEST_UNKNOWN', message: 'unknown', detail: undefined }
  const graph = new Map<number, readonly number[] | RegistryError>([
    [5, [3]],
    [6, [4]],
    [3, new NotFoundError('GET', 404, [detail], '')],
    [4, new RegistryRejectedError('GET', 500, [], '')],
  ])
  const reach = await readReach(storeOf(graph), [rootOf(5), rootOf(6)])
  expect(reach.unread).toEqual([rootOf(6)])
  expect(reach.holdersOf(digestOf(3))).toEqual([rootOf(5)])
})

test('image manifests aren’t requested', async () => {
  const store = storeOf(new Map())
  await readReach(store, [{ ...rootOf(1), mediaType: MEDIA_TYPE.ociManifest }])
  expect(store.asked).toEqual([])
})
