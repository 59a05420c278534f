import { expect, test } from 'vitest'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { parseManifest } from '../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { DeletionPlan } from './deletionPlan.ts'
import { countFreed } from './space.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const blob = (letter: string, size: number, urls?: string[]) => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest: digest(letter),
  size,
  ...(urls && { urls }),
})

function manifest(letter: string, json: object): FetchedManifest {
  const bytes = new TextEncoder().encode(JSON.stringify(json))
  const mediaType = 'manifests' in json ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest
  return { digest: digest(letter), mediaType, bytes, manifest: parseManifest(json, mediaType) }
}

function plan(
  manifests: readonly FetchedManifest[],
  going: readonly string[],
  tags: Readonly<Record<string, string>>,
  isMeasured = true,
): DeletionPlan {
  const known = new Map(manifests.map((one) => [one.digest, one]))
  const states = Object.entries(tags).map(
    ([tag, letter]) => [tag as Tag, { kind: 'at', digest: digest(letter) }] as const,
  )
  return {
    isMeasured,
    groups: going.map((letter) => ({
      digest: digest(letter),
      method: { kind: 'digest' },
      keptParts: [],
    })),
    states: new Map(states),
    store: { known },
  } as unknown as DeletionPlan
}

const a = manifest('a', { config: blob('1', 10), layers: [blob('2', 100), blob('3', 1000)] })
const b = manifest('b', {
  config: blob('4', 20),
  layers: [blob('3', 1000), blob('5', 7, ['http://x/'])],
})
const index = manifest('c', {
  manifests: [a, b].map(({ digest: of }) => ({
    mediaType: MEDIA_TYPE.ociManifest,
    digest: of,
    size: 1,
  })),
})

test('each blob counts once, unless something else needs it', () => {
  const freed = countFreed(plan([a, b], ['a'], { one: 'a', two: 'b' }))
  expect(freed).toEqual({ bytes: a.bytes.length + 10 + 100, blobs: 3, shared: 1000 })
})

test('what is stored elsewhere frees nothing', () => {
  const freed = countFreed(plan([a, b], ['a', 'b'], { one: 'a', two: 'b' }))
  expect(freed?.bytes).toBe(a.bytes.length + b.bytes.length + 10 + 100 + 1000 + 20)
})

test('everything a kept index reaches is kept, even without a tag', () => {
  const freed = countFreed(plan([a, b, index], ['a'], { one: 'a', all: 'c' }))
  expect(freed).toEqual({ bytes: 0, blobs: 0, shared: a.bytes.length + 10 + 100 + 1000 })
})

test('a kept part keeps its blobs', () => {
  const made = plan([a, b, index], ['c', 'b'], { all: 'c' })
  const [group, ...others] = made.groups
  const keptParts = [{ digest: digest('a'), kind: 'child', tags: [], keptBecause: [] }] as const
  const freed = countFreed({ ...made, groups: [{ ...group, keptParts } as never, ...others] })
  expect(freed?.bytes).toBe(index.bytes.length + b.bytes.length + 20)
})

test('what an index refers to outside its list is left behind, with its contents', () => {
  const entry = (of: FetchedManifest) => ({
    mediaType: MEDIA_TYPE.ociManifest,
    digest: of.digest,
    size: 1,
  })
  const inner = manifest('d', { manifests: [entry(a)] })
  const outer = manifest('e', { manifests: [], Manifests: [entry(inner)] })
  const freed = countFreed(plan([a, inner, outer], ['e', 'a'], { one: 'e', two: 'a' }))
  // The manifest of `a` is kept, since `inner` lists it; its blobs are deleted.
  expect(freed?.bytes).toBe(outer.bytes.length + 10 + 100 + 1000)
})

test('nothing is counted before everything is read', () => {
  expect(countFreed(plan([a], ['a'], { one: 'a' }, false))).toBeUndefined()
})
