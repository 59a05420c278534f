import {
  type Annotations,
  type Descriptor,
  type ImageIndex,
  type Manifest,
  isManifestType,
} from '../registry/manifest.ts'
import { MEDIA_TYPE } from '../registry/mediaTypes.ts'
import { namedPlatform } from './platforms.ts'

/** What a manifest is, from its own types. */
export type ArtifactKind =
  | 'image'
  | 'index'
  | 'referrers'
  | 'helm-chart'
  | 'signature'
  | 'attestation'
  | 'sbom'
  | 'build-cache'
  | 'wasm'
  | 'artifact'
  | 'schema-1'
  | 'unknown'

export type Artifact = {
  readonly kind: ArtifactKind
  /** In words: `Helm chart`. */
  readonly label: string
  /** The media type that says so; empty where none does. */
  readonly type: string
}

type Rule = readonly [pattern: RegExp, kind: ArtifactKind, label: string]

// The first that fits, so the particular stand before the general.
const RULES: readonly Rule[] = [
  [/^application\/vnd\.cncf\.helm\./, 'helm-chart', 'Helm chart'],
  [/^application\/vnd\.dev\.cosign\.simplesigning\./, 'signature', 'cosign signature'],
  [/^application\/vnd\.dev\.cosign\.artifact\.sig\./, 'signature', 'cosign signature'],
  [/^application\/vnd\.dev\.cosign\.artifact\.sbom\./, 'sbom', 'SBOM'],
  [/^application\/vnd\.cncf\.notary\.signature/, 'signature', 'Notation signature'],
  [/^application\/vnd\.docker\.attestation\.manifest\./, 'attestation', 'BuildKit attestation'],
  [/^application\/vnd\.dev\.sigstore\.bundle\./, 'attestation', 'sigstore bundle'],
  [/^application\/vnd\.(?:in-toto\+json|dsse\.envelope\.)/, 'attestation', 'attestation'],
  [/cyclonedx/i, 'sbom', 'CycloneDX SBOM'],
  [/spdx/i, 'sbom', 'SPDX SBOM'],
  [/^application\/vnd\.syft\+json/, 'sbom', 'Syft SBOM'],
  [/\bsbom\b/i, 'sbom', 'SBOM'],
  [/^application\/vnd\.buildkit\.cacheconfig\./, 'build-cache', 'build cache'],
  [/wasm/i, 'wasm', 'WebAssembly'],
  [/^application\/vnd\.docker\.plugin\./, 'artifact', 'Docker plugin'],
  [/^application\/vnd\.docker\.compose\./, 'artifact', 'Compose application'],
  [/^application\/vnd\.cncf\.flux\./, 'artifact', 'Flux artifact'],
  [/^application\/vnd\.cncf\.openpolicyagent\./, 'artifact', 'OPA bundle'],
  [/^application\/vnd\.sylabs\.sif\./, 'artifact', 'Singularity image'],
]

const PREDICATES: readonly (readonly [pattern: RegExp, label: string])[] = [
  [/^https:\/\/slsa\.dev\/provenance\//, 'SLSA provenance'],
  [/^https:\/\/spdx\.dev\/Document/, 'SPDX SBOM'],
  [/^https:\/\/cyclonedx\.org\/bom/, 'CycloneDX SBOM'],
  [/^https:\/\/sigstore\.dev\/cosign\/sign\//, 'signature'],
  [
    /^https:\/\/(?:cosign\.sigstore\.dev\/attestation\/vuln|in-toto\.io\/attestation\/vulns)/,
    'vulnerability scan',
  ],
  [/^https:\/\/openvex\.dev\//, 'VEX statement'],
]

const IMAGE_CONFIGS: readonly string[] = [MEDIA_TYPE.ociConfig, MEDIA_TYPE.dockerConfig]
const INDEX_TYPES: readonly string[] = [MEDIA_TYPE.ociIndex, MEDIA_TYPE.dockerManifestList]

/**
 * What a manifest is: an image, an index, or which artifact. Looked at in this order: `artifactType`, the
 * config's media type, the layers' media types (cosign's old signatures have an image's config).
 *
 * @see image-spec, manifest.md, "Guidelines for Artifact Usage"
 */
export function describeManifest(manifest: Manifest): Artifact {
  switch (manifest.kind) {
    case 'schema-1':
      return { kind: 'schema-1', label: 'image, schema 1 (legacy)', type: manifest.mediaType }
    case 'unknown':
      return { kind: 'unknown', label: 'unknown manifest', type: manifest.mediaType }
    case 'image-index':
      return describeIndex(manifest)
    case 'artifact-manifest':
      return describeTypes([manifest.artifactType, ...manifest.blobs.map((blob) => blob.mediaType)])
    case 'image-manifest': {
      const { artifactType, config, layers } = manifest
      const layerTypes = layers.map((layer) => layer.mediaType)
      const isImage = isImageConfig(config, layers)
      // crane names the config's type as artifactType on ordinary images.
      const named = artifactType && IMAGE_CONFIGS.includes(artifactType) ? undefined : artifactType
      if (isImage && !named) {
        return findRule(layerTypes) ?? { kind: 'image', label: 'image', type: config.mediaType }
      }
      const hasConfig = !isImage && config.mediaType !== MEDIA_TYPE.ociEmpty
      const types = [named, hasConfig ? config.mediaType : undefined, ...layerTypes]
      return withPredicate(describeTypes(types), manifest.annotations, layers)
    }
  }
}

/** What an index's entry or a referrer claims to be; its own manifest decides. */
export function describeDescriptor(descriptor: Descriptor): Artifact | undefined {
  const { artifactType, annotations } = descriptor
  if (isAttestationEntry(descriptor)) {
    return { kind: 'attestation', label: 'BuildKit attestation', type: artifactType ?? '' }
  }
  if (!artifactType || IMAGE_CONFIGS.includes(artifactType)) return undefined
  return withPredicate(describeTypes([artifactType]), annotations, [])
}

/**
 * Whether an index's entry is BuildKit's attestation of another entry.
 *
 * @see BuildKit, "Image attestation storage": `vnd.docker.reference.type`, platform `unknown/unknown`
 */
export function isAttestationEntry(descriptor: Descriptor): boolean {
  if (descriptor.annotations.has('vnd.docker.reference.type')) return true
  return descriptor.platform !== undefined && namedPlatform(descriptor) === undefined
}

/** The digest that an attestation in an index speaks about, where it names one. */
export function attestedDigest(descriptor: Descriptor): string | undefined {
  return descriptor.annotations.get('vnd.docker.reference.digest')
}

/** Whether a descriptor points to an index. */
export function isIndexType(mediaType: string): boolean {
  return INDEX_TYPES.includes(mediaType)
}

/** Whether a descriptor points to a manifest. BuildKit's cache lists blobs in an index. */
export function pointsToManifest({ mediaType }: Descriptor): boolean {
  return mediaType === '' || isManifestType(mediaType)
}

/** Docker's first clients gave the config no type of its own; then the layers tell. */
function isImageConfig({ mediaType }: Descriptor, layers: readonly Descriptor[]): boolean {
  if (IMAGE_CONFIGS.includes(mediaType)) return true
  const isUntyped = mediaType === '' || mediaType === 'application/octet-stream'
  return isUntyped && layers.some((layer) => layer.mediaType.includes('.image.'))
}

function describeIndex(index: ImageIndex): Artifact {
  const { manifests, mediaType, artifactType } = index
  if (artifactType) return describeTypes([artifactType])
  const isCache = manifests.some(({ mediaType: type }) => type.includes('buildkit.cacheconfig'))
  if (isCache) return { kind: 'build-cache', label: 'build cache', type: mediaType }
  return isReferrersIndex(index)
    ? { kind: 'referrers', label: 'list of referrers', type: mediaType }
    : { kind: 'index', label: 'multi-platform image', type: mediaType }
}

/**
 * Whether an index holds nothing but artifacts without a platform, as the list of referrers under a
 * `sha256-…` tag does.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
function isReferrersIndex({ manifests }: ImageIndex): boolean {
  return (
    manifests.length > 0 &&
    manifests.every(
      (entry) =>
        entry.artifactType !== undefined &&
        !IMAGE_CONFIGS.includes(entry.artifactType) &&
        entry.platform === undefined,
    )
  )
}

function describeTypes(types: readonly (string | undefined)[]): Artifact {
  const named = types.filter((type) => type !== undefined && type !== '') as string[]
  return findRule(named) ?? { kind: 'artifact', label: 'artifact', type: named[0] ?? '' }
}

function findRule(types: readonly string[]): Artifact | undefined {
  for (const type of types) {
    const rule = RULES.find(([pattern]) => pattern.test(type))
    if (rule) return { kind: rule[1], label: rule[2], type }
  }
  return undefined
}

/** An attestation's predicate says what it attests; a sigstore bundle may be a plain signature. */
function withPredicate(
  found: Artifact,
  annotations: Annotations,
  layers: readonly Descriptor[],
): Artifact {
  if (found.kind !== 'attestation') return found
  const predicate =
    annotations.get('dev.sigstore.bundle.predicateType') ??
    layers[0]?.annotations.get('in-toto.io/predicate-type') ??
    layers[0]?.annotations.get('predicateType') ??
    ''
  const label = PREDICATES.find(([pattern]) => pattern.test(predicate))?.[1]
  if (!label) return found
  const kind = label === 'signature' ? 'signature' : label.endsWith('SBOM') ? 'sbom' : 'attestation'
  return { ...found, kind, label: `${found.label}: ${label}` }
}
