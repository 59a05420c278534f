import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Descriptor } from '../../registry/manifest.ts'
import { sha256Digest } from '../../registry/digest.ts'
import { manifestFixture, readFixture } from '../../../test/fixtures/image/readFixture.ts'
import { parseImageConfig } from '../imageConfig.ts'
import { formatLayerFormat, matchHistory, numberLayers } from './layerRows.ts'
import { distinctSize } from '../layers.ts'

function layer(content: string, size: number, extra: Partial<Descriptor> = {}): Descriptor {
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: sha256Digest(new TextEncoder().encode(content)),
    size,
    annotations: new Map(),
    urls: [],
    ...extra,
  }
}

function layersOf(name: string) {
  const manifest = manifestFixture(name)
  return manifest.kind === 'image-manifest' ? manifest.layers : []
}

test('a real image: each non-empty entry gets the next layer', () => {
  const { history } = parseImageConfig(readFixture('buildkit-config'))
  const match = matchHistory(history, layersOf('buildkit-manifest'))
  expect(match.isMatched).toBe(true)
  expect(match.rows.map((row) => row.step)).toEqual(history.map((_, index) => index + 1))
  expect(match.rows.map((row) => row.layer?.number ?? '')).toEqual([
    1,
    '',
    '',
    2,
    3,
    4,
    '',
    5,
    '',
    '',
    '',
    '',
    '',
    '',
  ])
})

test('if history and layers don’t match, nothing is guessed', () => {
  const { history } = parseImageConfig({ history: [{ created_by: 'jib' }, { created_by: 'jib' }] })
  const match = matchHistory(history, [layer('a', 1)])
  expect(match).toMatchObject({ isMatched: false, rows: [{ step: 0, layer: { number: 1 } }] })
  expect(match.rows[0]?.entry).toBeUndefined()
  expect(matchHistory([], [layer('a', 1)]).isMatched).toBe(false)
})

test('shares are of the distinct bytes; a repeated layer counts once', () => {
  const layers = numberLayers([layer('a', 30), layer('b', 10), layer('a', 30)])
  expect(layers.map(({ share, repeats }) => [share, repeats])).toEqual([
    [0.75, undefined],
    [0.25, undefined],
    [0, 1],
  ])
  expect(distinctSize([layer('a', 30), layer('a', 30)])).toBe(30)
})

test.each([
  [layer('a', 1, { urls: ['https://example.org/a'] }), true],
  [layer('a', 1, { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' }), true],
  [
    layer('a', 1, { mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip' }),
    true,
  ],
  [layer('a', 1), false],
])('a foreign layer is stored elsewhere (%#)', (descriptor, expected) => {
  expect(numberLayers([descriptor])[0]?.storedElsewhere).toBe(expected)
})

test.each([
  ['application/vnd.oci.image.layer.v1.tar+gzip', 'gzip'],
  ['application/vnd.oci.image.layer.v1.tar+zstd', 'zstd'],
  ['application/vnd.oci.image.layer.v1.tar', 'uncompressed'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'gzip'],
  ['text/plain', 'text/plain'],
  ['', 'unknown'],
])('%s is packed as %s', (mediaType, packed) => {
  expect(formatLayerFormat(mediaType)).toBe(packed)
})

test('every layer is in the result exactly once, whatever the history says', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), fc.array(fc.nat({ max: 9 })), (empty, sizes) => {
      const { history } = parseImageConfig({
        history: empty.map((empty_layer) => ({ empty_layer })),
      })
      const layers = sizes.map((size, index) => layer(`${index}`, size))
      const found = matchHistory(history, layers).rows.flatMap((row) => row.layer ?? [])
      expect(found.map((one) => one.descriptor)).toEqual(layers)
    }),
  )
})
