import { expect, test } from 'vitest'
import { parseManifest } from '../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest } from '../../registry/names.ts'
import { listChildren, listHeld } from './held.ts'

const digestOf = (number: number) => `sha256:${String(number).padStart(64, '0')}` as Digest
const read = (text: string, mediaType: string = MEDIA_TYPE.ociIndex) => ({
  manifest: parseManifest(JSON.parse(text), mediaType),
  bytes: new TextEncoder().encode(text),
})
const heldBy = (...input: Parameters<typeof read>) =>
  listHeld(read(...input)).map(({ digest }) => digest)
const entry = (number: number) => `{"mediaType":"","digest":"${digestOf(number)}","size":1}`

test('an invalid manifest needs every digest in it, but has no children', () => {
  const text = `{"manifests":[{"digest":"${digestOf(1)}","size":"wrong"},{"digest":"${digestOf(2)}"}]}`
  expect(read(text).manifest.kind).toBe('unknown')
  expect(heldBy(text)).toEqual([digestOf(1), digestOf(2)])
  expect(listChildren(read(text))).toEqual([])
})

test('a digest that another client would read counts, however it is written', () => {
  const hidden = [
    `{"manifests":[],"Manifests":[${entry(1)}]}`,
    `{"manifests":[${entry(1)}],"manifests":[]}`,
    `{"manifests":[],"Manifests":[${entry(1).replace('sha256', String.raw`sha\u003256`)}]}`,
    `{"manifests":[],"annotations":{"see":"host/name@${digestOf(1)} and more"}}`,
    `{"manifests":[],"annotations":{"${digestOf(1)}":""}}`,
    `{"manifests":[],"subject":${entry(1)},"Manifests":[${entry(1)}]}`,
  ]
  for (const text of hidden) {
    expect(listChildren(read(text))).toEqual([])
    expect(heldBy(text), text).toEqual([digestOf(1)])
  }
})

test('blobs and subjects don’t count as manifests', () => {
  const image = `{"config":${entry(1)},"layers":[${entry(2)},${entry(2)}],"subject":${entry(3)}}`
  expect(heldBy(image, MEDIA_TYPE.ociManifest)).toEqual([])
  expect(heldBy(`{"manifests":[${entry(1)}],"subject":${entry(3)}}`)).toEqual([digestOf(1)])
  const both = `{"config":${entry(1)},"layers":[],"Manifests":[${entry(4)}]}`
  expect(heldBy(both, MEDIA_TYPE.ociManifest)).toEqual([digestOf(4)])
})
