import * as v from 'valibot'
import { MEDIA_TYPE } from './mediaTypes.ts'
import { type Digest, isDigest } from './names.ts'

/** Where an image runs (image-spec, image-index.md). */
export type Platform = {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
  /** e.g. the build of Windows. */
  readonly osVersion?: string
}

/** What points to content (image-spec, descriptor.md). */
export type Descriptor = {
  readonly mediaType: string
  readonly digest: Digest
  /** Bytes as stored, i.e. compressed for layers. */
  readonly size: number
  readonly platform?: Platform
  readonly artifactType?: string
  readonly annotations: Annotations
  /** Places outside the registry where the content is; never fetched. */
  readonly urls: readonly string[]
}

/** A map and not an object: the names come from strangers (`__proto__`). */
export type Annotations = ReadonlyMap<string, string>

/** What every OCI manifest may say of itself. */
type Described<Kind> = {
  readonly kind: Kind
  readonly mediaType: string
  readonly artifactType?: string
  readonly subject?: Descriptor
  readonly annotations: Annotations
}

/** One image, or one artifact: a config and layers. */
export type ImageManifest = Described<'image-manifest'> & {
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

/** A manifest of manifests; Docker calls it manifest list. */
export type ImageIndex = Described<'image-index'> & { readonly manifests: readonly Descriptor[] }

/** The OCI artifact manifest, withdrawn before 1.1; zot, Harbor and old ORAS still hold some. */
export type ArtifactManifest = Described<'artifact-manifest'> & {
  readonly blobs: readonly Descriptor[]
}

/** Docker's image manifest v2, schema 1: legacy. Sizes of layers are not in it. */
export type Schema1Manifest = {
  readonly kind: 'schema-1'
  readonly mediaType: string
  readonly architecture: string
  /** Base layer first, unlike in the JSON. */
  readonly layers: readonly Digest[]
  /** The JSON texts of `v1Compatibility`, base layer first, one a layer. */
  readonly compatibility: readonly string[]
}

/** JSON that is none of the above, or breaks its rules; `problem` says what is wrong. */
export type UnknownManifest = {
  readonly kind: 'unknown'
  readonly mediaType: string
  readonly problem: string
}

export type Manifest =
  | ImageManifest
  | ImageIndex
  | ArtifactManifest
  | Schema1Manifest
  | UnknownManifest

const digest = v.custom<Digest>((x) => typeof x === 'string' && isDigest(x), 'is not a digest')
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const text = v.optional(v.fallback(v.optional(v.string()), undefined))

const annotations = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value): Annotations => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
      const entries = isObject ? Object.entries(value) : []
      return new Map(
        entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    }),
  ),
  {},
)

const platform = v.fallback(
  v.optional(
    v.pipe(
      v.object({ os: v.string(), architecture: v.string(), variant: text, 'os.version': text }),
      v.transform(({ os, architecture, variant, 'os.version': osVersion }): Platform => ({
        os,
        architecture,
        ...(variant ? { variant } : {}),
        ...(osVersion ? { osVersion } : {}),
      })),
    ),
  ),
  undefined,
)

const descriptor = v.pipe(
  v.object({
    mediaType: v.optional(v.string(), ''),
    digest,
    size: count,
    platform,
    artifactType: text,
    annotations,
    urls: v.fallback(v.optional(v.array(v.string()), []), []),
  }),
  v.transform(({ platform: where, artifactType, ...rest }): Descriptor => ({
    ...rest,
    ...(artifactType ? { artifactType } : {}),
    ...(where ? { platform: where } : {}),
  })),
)

const common = {
  artifactType: text,
  subject: v.fallback(v.optional(descriptor), undefined),
  annotations,
}
const imageManifest = v.pipe(
  v.object({ ...common, config: descriptor, layers: nullableList(descriptor) }),
  v.transform((found) => ({ kind: 'image-manifest' as const, ...found })),
)
const imageIndex = v.pipe(
  v.object({ ...common, manifests: nullableList(descriptor) }),
  v.transform((found) => ({ kind: 'image-index' as const, ...found })),
)
const artifactManifest = v.pipe(
  v.object({ ...common, blobs: v.optional(nullableList(descriptor), []) }),
  v.transform((found) => ({ kind: 'artifact-manifest' as const, ...found })),
)
const schema1 = v.pipe(
  v.object({
    architecture: v.optional(v.string(), ''),
    fsLayers: v.array(v.object({ blobSum: digest })),
    history: v.optional(v.array(v.object({ v1Compatibility: v.string() })), []),
  }),
  v.transform(({ architecture, fsLayers, history }) => ({
    kind: 'schema-1' as const,
    architecture,
    layers: fsLayers.map((layer) => layer.blobSum).toReversed(),
    compatibility: history.map((entry) => entry.v1Compatibility).toReversed(),
  })),
)
const SCHEMAS = {
  [MEDIA_TYPE.ociManifest]: imageManifest,
  [MEDIA_TYPE.dockerManifest]: imageManifest,
  [MEDIA_TYPE.ociIndex]: imageIndex,
  [MEDIA_TYPE.dockerManifestList]: imageIndex,
  [MEDIA_TYPE.ociArtifactManifest]: artifactManifest,
  [MEDIA_TYPE.schema1]: schema1,
  [MEDIA_TYPE.signedSchema1]: schema1,
}

/**
 * The manifest in `json`. Its type is the answer's `Content-Type`, else its own `mediaType`, else its shape:
 * Helm writes none, and proxies replace the header. Never throws: what breaks the rules is `unknown`.
 *
 * @see image-spec, manifest.md and image-index.md; Docker image manifest v2, schema 1 and 2
 */
export function parseManifest(json: unknown, contentType: string): Manifest {
  const mediaType = manifestMediaType(json, contentType)
  const unknown = (problem: string) => ({ kind: 'unknown', mediaType, problem }) as const
  if (!isManifestType(mediaType)) return unknown(`its media type is ${mediaType || 'missing'}`)
  const parsed = v.safeParse(SCHEMAS[mediaType], json)
  if (parsed.success) return { mediaType, ...withoutUndefined(parsed.output) }
  const [issue] = parsed.issues
  return unknown(`${v.getDotPath(issue) ?? 'the manifest'}: ${issue.message}`)
}

/** Whether a media type is one that manifests have. */
export function isManifestType(mediaType: string): mediaType is keyof typeof SCHEMAS {
  return Object.hasOwn(SCHEMAS, mediaType)
}

type Defined<T> = T extends unknown ? { [Key in keyof T]: Exclude<T[Key], undefined> } : never

function withoutUndefined<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries) as Defined<T>
}

function manifestMediaType(json: unknown, contentType: string): string {
  const header = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (Object.values<string>(MEDIA_TYPE).includes(header)) return header
  const fields = new Map(typeof json === 'object' && json !== null ? Object.entries(json) : [])
  const own = fields.get('mediaType')
  if (typeof own === 'string' && own !== '') return own
  if (Array.isArray(fields.get('manifests'))) return MEDIA_TYPE.ociIndex
  if (Array.isArray(fields.get('layers'))) return MEDIA_TYPE.ociManifest
  if (Array.isArray(fields.get('fsLayers'))) return MEDIA_TYPE.schema1
  return header
}

/** Go writes an empty list as `null`. */
function nullableList<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(
    v.nullable(v.array(item)),
    v.transform((list): v.InferOutput<Item>[] => list ?? []),
  )
}
