import { type JsonObject, fieldsOf, isList, isSize, isText } from './json.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import { type Digest, isDigest } from './names.ts'

/** Where an image runs (image-spec, image-index.md). */
export type Platform = {
  readonly os: string
  readonly architecture: string
  readonly variant?: string | undefined
  /** e.g. the build of Windows. */
  readonly osVersion?: string | undefined
  /** What it needs of the system, e.g. `win32k`. */
  readonly osFeatures?: readonly string[] | undefined
}

/** A pointer to content (image-spec, descriptor.md). */
export type Descriptor = {
  readonly mediaType: string
  readonly digest: Digest
  /** Bytes as stored, i.e. compressed for layers. `NaN` if not recorded. */
  readonly size: number
  readonly platform?: Platform | undefined
  readonly artifactType?: string | undefined
  readonly annotations: Annotations
  /** Where else the content can be downloaded; never fetched. */
  readonly urls: readonly string[]
}

/** A Map, not an object: keys come from untrusted sources (`__proto__`). */
export type Annotations = ReadonlyMap<string, string>

/** What every OCI manifest may contain. */
type Described<Kind> = {
  readonly kind: Kind
  readonly mediaType: string
  readonly artifactType?: string | undefined
  readonly subject?: Descriptor | undefined
  readonly annotations: Annotations
}

/** One image, or one artifact: a config and layers. */
export type ImageManifest = Described<'image-manifest'> & {
  /** Old and hand-made manifests may lack it. */
  readonly config: Descriptor | undefined
  readonly layers: readonly Descriptor[]
}

/** A manifest of manifests; Docker calls it manifest list. */
export type ImageIndex = Described<'image-index'> & { readonly manifests: readonly Descriptor[] }

/** The OCI artifact manifest, withdrawn before 1.1; zot, Harbor and old ORAS still have some. */
export type ArtifactManifest = Described<'artifact-manifest'> & {
  readonly blobs: readonly Descriptor[]
}

/** Docker's image manifest v2, schema 1: legacy. It doesn't give the sizes of layers. */
export type Schema1Manifest = {
  readonly kind: 'schema-1'
  readonly mediaType: string
  readonly architecture: string
  /** Base layer first, unlike in the JSON. */
  readonly layers: readonly Digest[]
  /** The `v1Compatibility` JSON strings, base layer first, one per layer. */
  readonly compatibility: readonly string[]
}

/** JSON that is none of the above or breaks their rules; `problem` says how. */
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

class BrokenRule extends Error {}

/**
 * Parses a manifest. Its type is the response's `Content-Type`, else its own `mediaType` (Helm omits it), else
 * guessed from its shape (proxies replace the header). Never throws: a manifest that breaks the rules is `unknown`.
 *
 * @see image-spec, manifest.md and image-index.md; Docker image manifest v2, schema 1 and 2
 */
export function parseManifest(json: unknown, contentType: string): Manifest {
  const fields = fieldsOf(json)
  const mediaType = manifestMediaType(fields, contentType)
  try {
    const read = READERS.get(mediaType)
    if (read) return read(fields, mediaType)
    throw new BrokenRule(`its media type is ${mediaType || 'missing'}`)
  } catch (error) {
    if (!(error instanceof BrokenRule)) throw error
    return { kind: 'unknown', mediaType, problem: error.message }
  }
}

export function isManifestType(mediaType: string): boolean {
  return READERS.has(mediaType)
}

function manifestMediaType(fields: JsonObject, contentType: string): string {
  const header = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (Object.values<string>(MEDIA_TYPE).includes(header)) return header
  const { mediaType, manifests, layers, fsLayers } = fields
  if (isText(mediaType) && mediaType !== '') return mediaType
  if (isList(manifests)) return MEDIA_TYPE.ociIndex
  if (isList(layers)) return MEDIA_TYPE.ociManifest
  return isList(fsLayers) ? MEDIA_TYPE.schema1 : header
}

function readImage(fields: JsonObject, mediaType: string): ImageManifest {
  const config = isNone(fields['config']) ? undefined : readDescriptor(fields['config'], 'config')
  const layers = readList(fields['layers'], 'layers', readDescriptor)
  return { kind: 'image-manifest', mediaType, ...readCommon(fields), config, layers }
}

function readIndex(fields: JsonObject, mediaType: string): ImageIndex {
  const manifests = readList(fields['manifests'], 'manifests', readDescriptor)
  return { kind: 'image-index', mediaType, ...readCommon(fields), manifests }
}

function readArtifact(fields: JsonObject, mediaType: string): ArtifactManifest {
  const blobs = readList(fields['blobs'] ?? [], 'blobs', readDescriptor)
  return { kind: 'artifact-manifest', mediaType, ...readCommon(fields), blobs }
}

function readSchema1(fields: JsonObject, mediaType: string): Schema1Manifest {
  const { architecture = '', fsLayers, history = [] } = fields
  const layers = readList(fsLayers, 'fsLayers', (layer, at) =>
    need(fieldsOf(layer)['blobSum'], isContentDigest, `${at}.blobSum`, 'a digest'),
  )
  const compatibility = readList(history, 'history', (entry, at) =>
    need(fieldsOf(entry)['v1Compatibility'], isText, `${at}.v1Compatibility`, 'a string'),
  )
  return {
    kind: 'schema-1',
    mediaType,
    architecture: need(architecture, isText, 'architecture', 'a string'),
    layers: layers.toReversed(),
    compatibility: compatibility.toReversed(),
  }
}

const READERS = new Map<string, (fields: JsonObject, mediaType: string) => Manifest>([
  [MEDIA_TYPE.ociManifest, readImage],
  [MEDIA_TYPE.dockerManifest, readImage],
  [MEDIA_TYPE.ociIndex, readIndex],
  [MEDIA_TYPE.dockerManifestList, readIndex],
  [MEDIA_TYPE.ociArtifactManifest, readArtifact],
  [MEDIA_TYPE.schema1, readSchema1],
  [MEDIA_TYPE.signedSchema1, readSchema1],
])

function readDescriptor(json: unknown, at: string): Descriptor {
  const { mediaType = '', digest, size, platform, urls, ...rest } = fieldsOf(json)
  return {
    mediaType: need(mediaType, isText, `${at}.mediaType`, 'a string'),
    digest: need(digest, isContentDigest, `${at}.digest`, 'a digest'),
    size: isNone(size) ? Number.NaN : need(size, isSize, `${at}.size`, 'a size'),
    platform: readPlatform(platform),
    urls: isList(urls) && urls.every(isText) ? urls : [],
    ...readAdornments(rest),
  }
}

/** Optional fields: with a wrong type they count as missing. */
function readAdornments({ artifactType, annotations }: JsonObject) {
  const entries = Object.entries(fieldsOf(annotations))
  return {
    artifactType: textOrNone(artifactType),
    annotations: new Map(entries.filter((entry): entry is [string, string] => isText(entry[1]))),
  }
}

function readCommon(fields: JsonObject) {
  let subject: Descriptor | undefined
  try {
    subject = readDescriptor(fields['subject'], 'subject')
  } catch {
    // Missing or invalid: the rest of the manifest is still usable.
  }
  return { ...readAdornments(fields), subject }
}

function readPlatform(json: unknown): Platform | undefined {
  const fields = fieldsOf(json)
  const { os, architecture, variant, 'os.version': osVersion, 'os.features': features } = fields
  if (!isText(os) || !isText(architecture)) return undefined
  return {
    os,
    architecture,
    variant: textOrNone(variant),
    osVersion: textOrNone(osVersion),
    ...(isList(features) && { osFeatures: features.filter(isText) }),
  }
}

/** Go writes an empty list as `null`. */
function readList<Item>(
  json: unknown,
  at: string,
  read: (json: unknown, at: string) => Item,
): readonly Item[] {
  const list = need(json === null ? [] : json, isList, at, 'a list')
  return list.map((item, index) => read(item, `${at}.${index}`))
}

/** @throws BrokenRule */
function need<Kind>(
  json: unknown,
  isKind: (json: unknown) => json is Kind,
  at: string,
  kind: string,
): Kind {
  if (isKind(json)) return json
  throw new BrokenRule(`${at}: is not ${kind}`)
}

function isNone(json: unknown): boolean {
  return json === undefined || json === null
}

function isContentDigest(json: unknown): json is Digest {
  return isText(json) && isDigest(json)
}

function textOrNone(json: unknown): string | undefined {
  return isText(json) && json !== '' ? json : undefined
}
