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

/** One image, or one artifact: a config and layers. */
export type ImageManifest = {
  readonly kind: 'image-manifest'
  readonly mediaType: string
  readonly artifactType?: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly annotations: Annotations
}

/** A manifest of manifests; Docker calls it manifest list. */
export type ImageIndex = {
  readonly kind: 'image-index'
  readonly mediaType: string
  readonly artifactType?: string
  readonly manifests: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly annotations: Annotations
}

/** The OCI artifact manifest, withdrawn before 1.1; zot, Harbor and old ORAS still hold some. */
export type ArtifactManifest = {
  readonly kind: 'artifact-manifest'
  readonly mediaType: string
  readonly artifactType?: string
  readonly blobs: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly annotations: Annotations
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
    v.object({
      os: v.string(),
      architecture: v.string(),
      variant: text,
      'os.version': text,
    }),
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
    ...(where ? { platform: renamePlatform(where) } : {}),
  })),
)

const common = {
  artifactType: text,
  subject: v.fallback(v.optional(descriptor), undefined),
  annotations,
}
const imageManifest = v.object({ ...common, config: descriptor, layers: nullableList(descriptor) })
const imageIndex = v.object({ ...common, manifests: nullableList(descriptor) })
const artifactManifest = v.object({ ...common, blobs: v.optional(nullableList(descriptor), []) })
const schema1 = v.object({
  architecture: v.optional(v.string(), ''),
  fsLayers: v.array(v.object({ blobSum: digest })),
  history: v.optional(v.array(v.object({ v1Compatibility: v.string() })), []),
})

/**
 * The manifest in `json`. Its type is the answer's `Content-Type`, else its own `mediaType`, else its shape:
 * Helm writes none, and proxies replace the header. Never throws: what breaks the rules is `unknown`.
 *
 * @see image-spec, manifest.md and image-index.md; Docker image manifest v2, schema 1 and 2
 */
export function parseManifest(json: unknown, contentType: string): Manifest {
  const mediaType = manifestMediaType(json, contentType)
  switch (mediaType) {
    case MEDIA_TYPE.ociManifest:
    case MEDIA_TYPE.dockerManifest:
      return parseAs(imageManifest, json, mediaType, (found) => ({
        kind: 'image-manifest',
        mediaType,
        ...found,
      }))
    case MEDIA_TYPE.ociIndex:
    case MEDIA_TYPE.dockerManifestList:
      return parseAs(imageIndex, json, mediaType, (found) => ({
        kind: 'image-index',
        mediaType,
        ...found,
      }))
    case MEDIA_TYPE.ociArtifactManifest:
      return parseAs(artifactManifest, json, mediaType, (found) => ({
        kind: 'artifact-manifest',
        mediaType,
        ...found,
      }))
    case MEDIA_TYPE.schema1:
    case MEDIA_TYPE.signedSchema1:
      return parseAs(schema1, json, mediaType, (found) => ({
        kind: 'schema-1',
        mediaType,
        architecture: found.architecture,
        layers: found.fsLayers.map((layer) => layer.blobSum).toReversed(),
        compatibility: found.history.map((entry) => entry.v1Compatibility).toReversed(),
      }))
    default:
      return { kind: 'unknown', mediaType, problem: `its media type is ${mediaType || 'missing'}` }
  }
}

function parseAs<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
  mediaType: string,
  build: (found: Defined<v.InferOutput<Schema>>) => Manifest,
): Manifest {
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return build(withoutUndefined(parsed.output))
  const issue = parsed.issues[0]
  const path = v.getDotPath(issue) ?? 'the manifest'
  return { kind: 'unknown', mediaType, problem: `${path}: ${issue.message}` }
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

function withoutUndefined<T>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value as object).filter((entry) => entry[1] !== undefined),
  ) as Defined<T>
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

function renamePlatform(where: NonNullable<v.InferOutput<typeof platform>>): Platform {
  return {
    os: where.os,
    architecture: where.architecture,
    ...(where.variant ? { variant: where.variant } : {}),
    ...(where['os.version'] ? { osVersion: where['os.version'] } : {}),
  }
}

/** Go writes an empty list as `null`. */
function nullableList<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(
    v.nullable(v.array(item)),
    v.transform((list): v.InferOutput<Item>[] => list ?? []),
  )
}
