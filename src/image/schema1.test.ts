import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseManifest } from '../registry/manifest.ts'
import { dockerfileLines } from './history/dockerfile.ts'
import { manifestFixture } from '../../test/fixtures/image/readFixture.ts'
import { readSchema1 } from './schema1.ts'

test('layers, history and config of a real schema 1 image, base first', () => {
  const manifest = manifestFixture('nova-schema1')
  if (manifest.kind !== 'schema-1') throw new Error('the fixture is schema 1')
  const { config, layers } = readSchema1(manifest)
  expect(layers).toHaveLength(6)
  expect(config.history[0]).toMatchObject({ createdBy: '', comment: 'Imported from -' })
  expect(layers[0]?.digest).toBe(
    'sha256:9cadd93b16ff2a0c51ac967ea2abfadfac50cfa3af8b5bf983d89b8f8647f3e4',
  )
  expect(dockerfileLines(config.history)[1]).toMatchObject({
    instruction: 'RUN',
    arguments: "rm -f '/etc/yum.repos.d/compose-rpms-1.repo'",
  })
  expect(config).toMatchObject({
    os: 'linux',
    architecture: 'amd64',
    executionParameters: { user: 'nova' },
  })
  expect(config.created).toBeInstanceOf(Date)
})

test('invalid JSON, or fewer strings than layers, loses no layer', () => {
  const blobSum = `sha256:${'a'.repeat(64)}`
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.json())), fc.nat({ max: 5 }), (texts, layers) => {
      const manifest = parseManifest(
        {
          fsLayers: Array.from({ length: layers }, () => ({ blobSum })),
          history: texts.map((v1Compatibility) => ({ v1Compatibility })),
        },
        '',
      )
      if (manifest.kind !== 'schema-1') throw new Error('parsed as something else')
      const image = readSchema1(manifest)
      expect(image.layers).toHaveLength(layers)
      expect(image.config.history).toHaveLength(layers)
    }),
  )
})
