import {
  type Annotations,
  type Descriptor,
  type ImageIndex,
  type Manifest,
  isManifestType,
} from '../registry/manifest.ts'
import { MEDIA_TYPE } from '../registry/mediaTypes.ts'
import { namedPlatform } from './index/platforms.ts'

/** What a manifest is, judged by its own types, as far as pages treat it differently. */
export type ArtifactKind = 'image' | 'index' | 'schema-1' | 'referrers' | 'helm-chart' | 'artifact'

export type Artifact = {
  readonly kind: ArtifactKind
  /** For display: `Helm chart`. */
  readonly label: string
  /** The media type it was recognized by; empty if none. */
  readonly type: string
}

const HELM_CHART = 'Helm chart'

// The first match counts, so specific patterns come before general ones.
const LABELS: readonly (readonly [pattern: RegExp, label: string])[] = [
  [/^application\/vnd\.cncf\.helm\./, HELM_CHART],
  [/^application\/vnd\.dev\.cosign\.(?:simplesigning|artifact\.sig)\./, 'cosign signature'],
  [/^application\/vnd\.cncf\.notary\.signature/, 'Notation signature'],
  [/^application\/vnd\.docker\.attestation\.manifest\./, 'BuildKit attestation'],
  [/^application\/vnd\.dev\.sigstore\.bundle\./, 'sigstore bundle'],
  [/^application\/vnd\.(?:in-toto\+json|dsse\.envelope\.)/, 'attestation'],
  [/cyclonedx/i, 'CycloneDX SBOM'],
  [/spdx/i, 'SPDX SBOM'],
  [/^application\/vnd\.syft\+json/, 'Syft SBOM'],
  [/\bsbom\b/i, 'SBOM'],
  [/^application\/vnd\.buildkit\.cacheconfig\./, 'build cache'],
  [/wasm/i, 'WebAssembly'],
  [/^application\/vnd\.docker\.plugin\./, 'Docker plugin'],
  [/^application\/vnd\.docker\.compose\./, 'Compose application'],
  [/^application\/vnd\.cncf\.flux\./, 'Flux artifact'],
  [/^application\/vnd\.cncf\.openpolicyagent\./, 'OPA bundle'],
  [/^application\/vnd\.sylabs\.sif\./, 'Singularity image'],
]

/** What an attestation is about; a sigstore bundle may be a plain signature. */
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
 * Whether a manifest is an image, an index, or which kind of artifact. Checked in this order: `artifactType`, the
 * config's media type, the layers' media types (old cosign signatures have an image config).
 *
 * @see image-spec, manifest.md, "Guidelines for Artifact Usage"
 */
export function describeManifest(manifest: Manifest): Artifact {
  switch (manifest.kind) {
    case 'schema-1':
      return { kind: 'schema-1', label: 'image, schema 1 (legacy)', type: manifest.mediaType }
    case 'unknown':
      return { kind: 'artifact', label: 'unknown manifest', type: manifest.mediaType }
    case 'image-index':
      return describeIndex(manifest)
    case 'artifact-manifest':
      return describeTypes([manifest.artifactType, ...manifest.blobs.map((blob) => blob.mediaType)])
    case 'image-manifest': {
      const { artifactType, config, layers, annotations } = manifest
      const layerTypes = layers.map((layer) => layer.mediaType)
      const isImage = isImageConfig(config, layers)
      // crane sets artifactType to the config's type on ordinary images.
      const named = artifactType && !IMAGE_CONFIGS.includes(artifactType) ? artifactType : ''
      if (isImage && !named) {
        const found = findLabel(layerTypes)
        if (!found) return { kind: 'image', label: 'image', type: config?.mediaType ?? '' }
        return withPredicates(found, annotations, layers)
      }
      const configType =
        isImage || config?.mediaType === MEDIA_TYPE.ociEmpty ? '' : config?.mediaType
      const types = [named, configType, ...layerTypes]
      return withPredicates(describeTypes(types), annotations, layers)
    }
  }
}

/** What an index entry or a referrer claims to be; only its own manifest is certain. */
export function describeDescriptor(descriptor: Descriptor): Artifact | undefined {
  const { artifactType = '', annotations } = descriptor
  if (isAttestationEntry(descriptor)) {
    return { kind: 'artifact', label: 'BuildKit attestation', type: artifactType }
  }
  if (artifactType === '' || IMAGE_CONFIGS.includes(artifactType)) return undefined
  return withPredicates(describeTypes([artifactType]), annotations)
}

/**
 * Whether an index entry is BuildKit's attestation of another entry.
 *
 * @see BuildKit, "Image attestation storage": `vnd.docker.reference.type`, platform `unknown/unknown`
 */
export function isAttestationEntry(descriptor: Descriptor): boolean {
  if (descriptor.annotations.has('vnd.docker.reference.type')) return true
  return descriptor.platform !== undefined && namedPlatform(descriptor) === undefined
}

/** The digest that an attestation in an index is about, if given. */
export function attestedDigest(descriptor: Descriptor): string | undefined {
  return descriptor.annotations.get('vnd.docker.reference.digest')
}

export function isIndexType(mediaType: string): boolean {
  return INDEX_TYPES.includes(mediaType)
}

/** Whether a descriptor points to a manifest (assumed without a type): BuildKit's cache lists blobs in an index. */
export function pointsToManifest({ mediaType }: Pick<Descriptor, 'mediaType'>): boolean {
  return mediaType === '' || isManifestType(mediaType)
}

/** Docker's first clients gave the config no type of its own; then the layers decide. */
function isImageConfig(config: Descriptor | undefined, layers: readonly Descriptor[]): boolean {
  const mediaType = config?.mediaType ?? ''
  if (IMAGE_CONFIGS.includes(mediaType)) return true
  const isUntyped = mediaType === '' || mediaType === 'application/octet-stream'
  return isUntyped && layers.some((layer) => layer.mediaType.includes('.image.'))
}

function describeIndex({ manifests, mediaType, artifactType }: ImageIndex): Artifact {
  if (artifactType) return describeTypes([artifactType])
  const isCache = manifests.some(({ mediaType: type }) => type.includes('buildkit.cacheconfig'))
  if (isCache) return { kind: 'artifact', label: 'build cache', type: mediaType }
  return manifests.length > 0 && manifests.every(isReferrer)
    ? { kind: 'referrers', label: 'list of referrers', type: mediaType }
    : { kind: 'index', label: 'multi-platform image', type: mediaType }
}

/**
 * Whether an index entry is an artifact without a platform, as in the list of referrers at a `sha256-…` tag.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
function isReferrer({ artifactType, platform }: Descriptor): boolean {
  return artifactType !== undefined && !IMAGE_CONFIGS.includes(artifactType) && !platform
}

function describeTypes(types: readonly (string | undefined)[]): Artifact {
  const named = types.filter((type): type is string => !!type)
  return findLabel(named) ?? { kind: 'artifact', label: 'artifact', type: named[0] ?? '' }
}

function findLabel(types: readonly string[]): Artifact | undefined {
  for (const type of types) {
    const label = LABELS.find(([pattern]) => pattern.test(type))?.[1]
    if (label) return { kind: label === HELM_CHART ? 'helm-chart' : 'artifact', label, type }
  }
  return undefined
}

/** Adds what is attested: a bundle says it of itself, BuildKit and cosign of each layer. */
function withPredicates(
  found: Artifact,
  own: Annotations,
  layers: readonly Pick<Descriptor, 'annotations'>[] = [],
): Artifact {
  const named = [
    own.get('dev.sigstore.bundle.predicateType'),
    ...layers.map(
      ({ annotations }) =>
        annotations.get('in-toto.io/predicate-type') ?? annotations.get('predicateType'),
    ),
  ]
  const labels = named.flatMap(
    (predicate = '') => PREDICATES.find(([pattern]) => pattern.test(predicate))?.[1] ?? [],
  )
  if (labels.length === 0) return found
  return { ...found, label: `${found.label}: ${[...new Set(labels)].join(', ')}` }
}
