import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseManifest } from '../registry/manifest.ts'
import {
  attestedDigest,
  describeDescriptor,
  describeManifest,
  isAttestationEntry,
} from './artifact.ts'
import { manifestFixture } from '../../test/fixtures/image/readFixture.ts'

test.each([
  ['buildkit-manifest', 'image', 'image'],
  ['buildkit-index', 'index', 'multi-platform image'],
  ['buildkit-attestation', 'artifact', 'BuildKit attestation: SLSA provenance'],
  ['crane-appended-manifest', 'image', 'image'],
  ['crane-no-platform-index', 'index', 'multi-platform image'],
  ['crane-nested-index', 'index', 'multi-platform image'],
  ['helm-manifest', 'helm-chart', 'Helm chart'],
  ['oras-manifest', 'artifact', 'artifact'],
  ['oras-config-manifest', 'artifact', 'artifact'],
  ['cosign-sig-manifest', 'artifact', 'cosign signature'],
  ['cosign-att-manifest', 'artifact', 'attestation: SPDX SBOM'],
  ['cosign-bundle-signature', 'artifact', 'sigstore bundle: signature'],
  ['cosign-bundle-attestation', 'artifact', 'sigstore bundle: SPDX SBOM'],
  ['cosign-referrers-index', 'referrers', 'list of referrers'],
  ['cyclonedx-manifest', 'artifact', 'CycloneDX SBOM'],
  ['docker-manifest', 'image', 'image'],
  ['docker-list', 'index', 'multi-platform image'],
  ['nova-schema1', 'schema-1', 'image, schema 1 (legacy)'],
])('%s is %s', (fixture, kind, label) => {
  expect(describeManifest(manifestFixture(fixture))).toMatchObject({ kind, label })
})

test('an artifact’s type is its artifactType, else its config’s', () => {
  expect(describeManifest(manifestFixture('oras-manifest')).type).toBe(
    'application/vnd.example.notes',
  )
  expect(describeManifest(manifestFixture('oras-config-manifest')).type).toBe(
    'application/vnd.example.config.v1+json',
  )
})

test('BuildKit’s attestations are recognized, with their subject', () => {
  const index = manifestFixture('buildkit-index')
  const entries = index.kind === 'image-index' ? index.manifests : []
  expect(entries.map(isAttestationEntry)).toEqual([false, false, false, true, true, true])
  expect(entries.slice(3).map(attestedDigest)).toEqual(
    entries.slice(0, 3).map(({ digest }) => digest),
  )
  expect(describeDescriptor(entries[3]!)?.label).toBe('BuildKit attestation')
  expect(describeDescriptor(entries[0]!)).toBeUndefined()
})

test('a build cache and a WebAssembly module aren’t taken for images', () => {
  const descriptor = { digest: `sha256:${'a'.repeat(64)}`, size: 1 }
  const cache = {
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ ...descriptor, mediaType: 'application/vnd.buildkit.cacheconfig.v0' }],
  }
  expect(describeManifest(parseManifest(cache, '')).label).toBe('build cache')
  const wasm = {
    config: { ...descriptor, mediaType: 'application/vnd.wasm.config.v0+json' },
    layers: [{ ...descriptor, mediaType: 'application/wasm' }],
  }
  expect(describeManifest(parseManifest(wasm, '')).label).toBe('WebAssembly')
})

test('every manifest has a description', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (json, type) => {
      expect(describeManifest(parseManifest(json, type)).label).not.toBe('')
    }),
  )
})
