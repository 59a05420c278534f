import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ImageIndex, type ImageManifest, type Manifest, parseManifest } from './manifest.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import { isDigest } from './names.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const layer = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: digest('b'),
  size: 7,
}
const config = { mediaType: MEDIA_TYPE.ociConfig, digest: digest('a'), size: 3 }
const image = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociManifest, config, layers: [layer] }
const index = {
  schemaVersion: 2,
  mediaType: MEDIA_TYPE.ociIndex,
  manifests: [
    {
      mediaType: MEDIA_TYPE.ociManifest,
      digest: digest('c'),
      size: 9,
      platform: { os: 'windows', architecture: 'amd64', 'os.version': '10.0.1', variant: 'v8' },
    },
  ],
}

test('the response’s type decides, then the manifest’s own, then its shape', () => {
  const { mediaType: _, ...bare } = image
  expect(parseManifest(image, `${MEDIA_TYPE.dockerManifest}; charset=utf-8`).mediaType).toBe(
    MEDIA_TYPE.dockerManifest,
  )
  expect(parseManifest(image, 'application/json').mediaType).toBe(MEDIA_TYPE.ociManifest)
  expect(parseManifest(bare, '').mediaType).toBe(MEDIA_TYPE.ociManifest)
  expect(parseManifest({ manifests: [] }, '').kind).toBe('image-index')
  expect(parseManifest({ fsLayers: [] }, 'text/plain').kind).toBe('schema-1')
  expect(parseManifest({}, 'application/json')).toMatchObject({
    kind: 'unknown',
    mediaType: 'application/json',
  })
})

test('platforms of an index are read with variant and version', () => {
  const parsed = parseManifest(index, '') as ImageIndex
  expect(parsed.manifests[0]?.platform).toEqual({
    os: 'windows',
    architecture: 'amd64',
    variant: 'v8',
    osVersion: '10.0.1',
  })
})

test('Go’s null for an empty list is an empty list', () => {
  expect(parseManifest({ ...image, layers: null }, '')).toMatchObject({ layers: [] })
  expect(parseManifest({ ...index, manifests: null }, '')).toMatchObject({ manifests: [] })
})

test.each([
  ['size', { ...layer, size: -1 }],
  ['size', { ...layer, size: 1.5 }],
  ['size', { ...layer, size: '7' }],
  ['size', { ...layer, size: 1e300 }],
  ['digest', { ...layer, digest: 'sha256:../../x' }],
  ['digest', { ...layer, digest: undefined }],
  ['mediaType', { ...layer, mediaType: 7 }],
])('a layer with an invalid %s makes the manifest unknown, with the position', (field, broken) => {
  const parsed = parseManifest({ ...image, layers: [layer, broken] }, '')
  expect(parsed).toMatchObject({ kind: 'unknown' })
  expect(parsed.kind === 'unknown' && parsed.problem).toContain(`layers.1.${field}`)
})

test('optional fields may have any type', () => {
  const odd = {
    ...image,
    annotations: ['x'],
    artifactType: 7,
    subject: 'none',
    layers: [{ ...layer, platform: 'linux', annotations: { a: 1, b: 'c' }, urls: 'http://x' }],
  }
  const parsed = parseManifest(odd, '') as ImageManifest
  expect(parsed.kind).toBe('image-manifest')
  expect(parsed.annotations.size).toBe(0)
  expect(parsed.subject).toBeUndefined()
  expect(parsed.artifactType).toBeUndefined()
  expect([...(parsed.layers[0]?.annotations ?? [])]).toEqual([['b', 'c']])
  expect(parsed.layers[0]?.urls).toEqual([])
})

test('the key __proto__ is just a key', () => {
  const json: unknown = JSON.parse(
    `{"mediaType":"${MEDIA_TYPE.ociIndex}","manifests":[],"__proto__":{"polluted":"yes"},"annotations":{"__proto__":"evil","constructor":"x"}}`,
  )
  const parsed = parseManifest(json, '') as ImageIndex
  expect(parsed.annotations.get('__proto__')).toBe('evil')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('a missing config and missing sizes are no reason to refuse an image', () => {
  const { size: _size, ...unsized } = layer
  const found = parseManifest({ layers: [unsized] }, MEDIA_TYPE.ociManifest)
  expect(found).toMatchObject({ kind: 'image-manifest', config: undefined })
  expect(found.kind === 'image-manifest' && found.layers[0]?.size).toBeNaN()
  expect(parseManifest({ config: {}, layers: [] }, MEDIA_TYPE.ociManifest).kind).toBe('unknown')
})

test('schema 1 is reversed: the base layer comes first', () => {
  const parsed = parseManifest(
    {
      architecture: 'amd64',
      fsLayers: [{ blobSum: digest('2') }, { blobSum: digest('1') }],
      history: [{ v1Compatibility: 'top' }, { v1Compatibility: 'base' }],
    },
    MEDIA_TYPE.signedSchema1,
  )
  expect(parsed).toMatchObject({
    layers: [digest('1'), digest('2')],
    compatibility: ['base', 'top'],
  })
})

test('any JSON with any type is a manifest or unknown, with valid digests and sizes', () => {
  const types = fc.constantFrom(...Object.values(MEDIA_TYPE), '', 'text/html', 'application/json')
  const shapes = fc.oneof(
    fc.jsonValue(),
    like(image),
    like(index),
    like({ fsLayers: [], history: [] }),
  )
  fc.assert(
    fc.property(shapes, types, (json, type) => {
      for (const one of descriptorsOf(parseManifest(json, type)).filter(
        (one) => one !== undefined,
      )) {
        expect(isDigest(one.digest)).toBe(true)
        expect(Number.isNaN(one.size) || (Number.isSafeInteger(one.size) && one.size >= 0)).toBe(
          true,
        )
        expect(one.annotations).toBeInstanceOf(Map)
      }
    }),
    { numRuns: 500 },
  )
})

/** `sample` with some of its values, at any depth, replaced by random JSON. */
function like(sample: unknown): fc.Arbitrary<unknown> {
  if (typeof sample !== 'object' || sample === null) {
    return fc.oneof({ arbitrary: fc.constant(sample), weight: 6 }, fc.jsonValue({ maxDepth: 2 }))
  }
  const parts: fc.Arbitrary<unknown> = Array.isArray(sample)
    ? fc.tuple(...sample.map(like))
    : fc.record(
        Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, like(value)])),
      )
  return fc.oneof({ arbitrary: parts, weight: 12 }, fc.jsonValue({ maxDepth: 2 }))
}

function descriptorsOf(manifest: Manifest) {
  const subject = 'subject' in manifest && manifest.subject ? [manifest.subject] : []
  switch (manifest.kind) {
    case 'image-manifest':
      return [manifest.config, ...manifest.layers, ...subject]
    case 'image-index':
      return [...manifest.manifests, ...subject]
    case 'artifact-manifest':
      return [...manifest.blobs, ...subject]
    case 'schema-1':
    case 'unknown':
      return []
  }
}
