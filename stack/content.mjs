import { digestOf, layerOf } from './layer.mjs'

export { digestOf, incompressibleBytes, layerOf } from './layer.mjs'

/**
 * Where something is pushed to.
 *
 * @typedef {object} Place
 * @property {string} origin of a registry, such as `http://127.0.0.1:5000`
 * @property {string} repository
 * @property {string} [authorization] the header's value, where the registry asks for a login
 * @property {boolean} [reuse] do not upload a blob again that the registry says it has, as clients do
 */

/**
 * @typedef {object} Descriptor
 * @property {string} mediaType
 * @property {string} digest
 * @property {number} size in bytes
 * @property {Record<string, string>} [annotations]
 * @property {string} [artifactType]
 * @property {Platform} [platform]
 * @property {string[]} [urls]
 * @property {string} [data]
 */

/** @typedef {{ os: string, architecture: string, variant?: string, 'os.version'?: string }} Platform */

/** @typedef {'oci' | 'docker'} MediaTypes which of the two families of media types is written */

export const MEDIA_TYPES = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
}

/** The `Accept` of a client that reads every kind of manifest. */
export const MANIFEST_TYPES = [MEDIA_TYPES.oci, MEDIA_TYPES.docker]
  .flatMap((types) => [types.index, types.manifest])
  .join(', ')

/**
 * One request to a registry.
 *
 * @param {Place} place
 * @param {string} method
 * @param {string} path below `/v2/REPOSITORY/`, or a path of its own from `/`
 * @param {{ body?: string | Buffer, headers?: Record<string, string> }} [options]
 * @returns {Promise<Response>} whatever its status is
 */
export async function ask(place, method, path, { body, headers } = {}) {
  const url = new URL(path.startsWith('/') ? path : `/v2/${place.repository}/${path}`, place.origin)
  const login = place.authorization && { authorization: place.authorization }
  return await fetch(url, {
    method,
    headers: { ...login, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  })
}

/**
 * @param {Response} response
 * @param {number} status the only one that will do
 */
async function expectStatus(response, status) {
  const body = await response.text()
  if (response.status !== status) {
    throw new Error(`${response.url} answered ${response.status}, not ${status}: ${body}`)
  }
}

/**
 * Uploads a blob in one piece.
 *
 * @param {Place} place
 * @param {string | Buffer} bytes
 * @param {string} [digest] of these bytes, if already known
 * @returns {Promise<{ digest: string, size: number }>}
 */
export async function pushBlob(place, bytes, digest = digestOf(bytes)) {
  const pushed = { digest, size: Buffer.byteLength(bytes) }
  if (place.reuse && (await ask(place, 'HEAD', `blobs/${digest}`)).ok) return pushed
  const started = await ask(place, 'POST', 'blobs/uploads/')
  await expectStatus(started, 202)
  const upload = new URL(started.headers.get('location') ?? '', started.url)
  upload.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  const path = upload.pathname + upload.search
  await expectStatus(await ask(place, 'PUT', path, { body: bytes, headers }), 201)
  return pushed
}

/**
 * Pushes a manifest of any kind: an object as JSON, strings and bytes unchanged.
 *
 * @param {Place & { tag?: string | undefined, manifest: object | string | Buffer, mediaType: string }} options
 *   without a tag it is pushed by digest
 * @returns {Promise<{ mediaType: string, digest: string, size: number, bytes: Buffer }>}
 */
export async function pushManifest({ tag, manifest, mediaType, ...place }) {
  const isWritten = typeof manifest === 'string' || Buffer.isBuffer(manifest)
  const bytes = Buffer.from(isWritten ? manifest : JSON.stringify(manifest))
  const digest = digestOf(bytes)
  const headers = { 'content-type': mediaType }
  const answer = await ask(place, 'PUT', `manifests/${tag ?? digest}`, { body: bytes, headers })
  await expectStatus(answer, 201)
  return { mediaType, digest, size: bytes.length, bytes }
}

/**
 * Points a tag at a manifest that is already in the repository.
 *
 * @param {Place & { reference: string, tag: string }} options
 */
export async function tagManifest({ reference, tag, ...place }) {
  const headers = { accept: MANIFEST_TYPES }
  const answer = await ask(place, 'GET', `manifests/${reference}`, { headers })
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`)
  const mediaType = answer.headers.get('content-type') ?? MEDIA_TYPES.oci.manifest
  const manifest = Buffer.from(await answer.arrayBuffer())
  return await pushManifest({ ...place, tag, manifest, mediaType })
}

/**
 * What was pushed, and its descriptor for an index.
 *
 * @typedef {object} Pushed
 * @property {string} mediaType
 * @property {string} digest
 * @property {number} size of the manifest in bytes
 * @property {Buffer} bytes
 * @property {Descriptor} descriptor
 */

/** @typedef {import('./layer.mjs').Layer & { mediaType?: string, annotations?: Record<string, string> }} PushedLayer */

/** A fixed time, so that the same image always has the same digest. */
const CREATED = '2025-01-15T00:00:00Z'

/**
 * Pushes an image with its layers and config. With only a tag it is a small image
 * unique to that tag; with the same `content` two tags share a digest.
 *
 * @param {Place & {
 *   tag?: string,
 *   content?: string,
 *   layers?: readonly (PushedLayer | Descriptor)[],
 *   config?: object | string | Buffer,
 *   configMediaType?: string,
 *   history?: readonly object[] | null,
 *   mediaTypes?: MediaTypes,
 *   platform?: Platform,
 *   annotations?: Record<string, string>,
 *   subject?: Descriptor,
 *   artifactType?: string,
 * }} options
 *   `layers` without bytes are referred to, not pushed. `config` is merged into an ordinary image
 *   config (`{ created, author, config: { Env… } }`); strings and bytes are pushed unchanged.
 *   `history` has one entry per layer by default; null omits it
 * @returns {Promise<Pushed & { configDigest: string, layerDigests: string[] }>}
 */
export async function pushImage({
  tag,
  content = tag ?? 'content',
  layers = [layerOf({ 'etc/content': content })],
  config = {},
  configMediaType,
  history,
  mediaTypes = 'oci',
  platform = { os: 'linux', architecture: 'amd64' },
  annotations,
  subject,
  artifactType,
  ...place
}) {
  const types = MEDIA_TYPES[mediaTypes]
  const steps = layers.map((_, index) => ({ created: CREATED, created_by: `COPY part-${index} /` }))
  const written = {
    created: CREATED,
    ...platform,
    config: {},
    rootfs: {
      type: 'layers',
      diff_ids: layers.map((layer) => ('diffId' in layer ? layer.diffId : layer.digest)),
    },
    ...(history !== null && { history: history ?? steps }),
  }
  const isWritten = typeof config === 'string' || Buffer.isBuffer(config)
  const configBytes = isWritten ? config : JSON.stringify({ ...written, ...config })
  const pushedConfig = await pushBlob(place, configBytes)
  /** @type {Descriptor[]} */
  const descriptors = []
  for (const layer of layers) {
    if (!('bytes' in layer)) {
      descriptors.push(layer)
      continue
    }
    const pushed = await pushBlob(place, layer.bytes, layer.digest)
    const about = layer.annotations && { annotations: layer.annotations }
    descriptors.push({ mediaType: layer.mediaType ?? types.layer, ...pushed, ...about })
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    ...(artifactType && { artifactType }),
    config: { mediaType: configMediaType ?? types.config, ...pushedConfig },
    layers: descriptors,
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  }
  const pushed = await pushManifest({ ...place, tag, manifest, mediaType: types.manifest })
  return {
    ...pushed,
    descriptor: { ...descriptorOf(pushed), platform },
    configDigest: pushedConfig.digest,
    layerDigests: descriptors.map((layer) => layer.digest),
  }
}

/**
 * Pushes an index (with `mediaTypes: 'docker'` a manifest list) over manifests of the repository.
 *
 * @param {Place & {
 *   tag?: string,
 *   manifests: readonly Descriptor[],
 *   mediaTypes?: MediaTypes,
 *   annotations?: Record<string, string>,
 *   subject?: Descriptor,
 *   artifactType?: string,
 * }} options
 * @returns {Promise<Pushed>}
 */
export async function pushIndex({ tag, manifests, mediaTypes = 'oci', ...options }) {
  const { annotations, subject, artifactType, ...place } = options
  const mediaType = MEDIA_TYPES[mediaTypes].index
  const manifest = {
    schemaVersion: 2,
    mediaType,
    ...(artifactType && { artifactType }),
    manifests,
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  }
  const pushed = await pushManifest({ ...place, tag, manifest, mediaType })
  return { ...pushed, descriptor: descriptorOf(pushed) }
}

const EMPTY_CONFIG = { mediaType: 'application/vnd.oci.empty.v1+json', content: '{}' }

/**
 * Pushes an artifact: an OCI manifest whose layers are files.
 *
 * @param {Place & {
 *   tag?: string,
 *   artifactType?: string,
 *   config?: { mediaType: string, content: string | Buffer },
 *   files?: readonly { mediaType: string, content: string | Buffer, name?: string, annotations?: Record<string, string> }[],
 *   subject?: Descriptor,
 *   annotations?: Record<string, string>,
 *   withMediaType?: boolean,
 * }} options `withMediaType: false` omits the manifest's own media type, like Helm
 * @returns {Promise<Pushed & { layerDigests: string[] }>}
 */
export async function pushArtifact({
  tag,
  artifactType,
  config = EMPTY_CONFIG,
  files = [],
  subject,
  annotations,
  withMediaType = true,
  ...place
}) {
  const mediaType = MEDIA_TYPES.oci.manifest
  const pushedConfig = await pushBlob(place, config.content)
  /** @type {Descriptor[]} */
  const layers = []
  for (const file of files) {
    const named = file.name === undefined ? {} : { 'org.opencontainers.image.title': file.name }
    const about = { ...named, ...file.annotations }
    layers.push({
      mediaType: file.mediaType,
      ...(await pushBlob(place, file.content)),
      ...(Object.keys(about).length > 0 && { annotations: about }),
    })
  }
  const manifest = {
    schemaVersion: 2,
    ...(withMediaType && { mediaType }),
    ...(artifactType && { artifactType }),
    config: { mediaType: config.mediaType, ...pushedConfig },
    layers,
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  }
  const pushed = await pushManifest({ ...place, tag, manifest, mediaType })
  const descriptor = { ...descriptorOf(pushed), artifactType: artifactType ?? config.mediaType }
  return { ...pushed, descriptor, layerDigests: layers.map((layer) => layer.digest) }
}

/**
 * Pushes an artifact that refers to `subject`, and lists it in the subject's fallback tag
 * (`sha256-…`), as clients do where the registry has no referrers API.
 *
 * @param {Parameters<typeof pushArtifact>[0] & { subject: Descriptor }} options
 * @see distribution-spec, "Pushing Manifests with Subject"
 */
export async function attachArtifact(options) {
  const { origin, repository, authorization, subject } = options
  const place = { origin, repository, ...(authorization && { authorization }) }
  const pushed = await pushArtifact({ ...options, subject: descriptorOf(subject) })
  const tag = subject.digest.replace(':', '-')
  const accept = MEDIA_TYPES.oci.index
  const answer = await ask(place, 'GET', `manifests/${tag}`, { headers: { accept } })
  /** @type {{ manifests: Descriptor[] }} */
  const before = answer.ok ? await answer.json() : { manifests: [] }
  const about = options.annotations && { annotations: options.annotations }
  const manifests = [...before.manifests, { ...pushed.descriptor, ...about }]
  const index = await pushIndex({ ...place, tag, manifests })
  return { ...pushed, tag, index }
}

/**
 * Pushes a BuildKit attestation of one image. It belongs in the index that contains the image.
 *
 * @param {Place & { image: Descriptor, predicates?: readonly { type: string, predicate: object }[] }} options
 * @returns {Promise<Pushed>} its descriptor has the annotations that link it to the image
 */
export async function pushAttestation({ image, predicates = [PROVENANCE], ...place }) {
  const layers = predicates.map(({ type, predicate }) => {
    const statement = {
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType: type,
      subject: [{ name: 'pkg:docker/image', digest: { sha256: image.digest.slice(7) } }],
      predicate,
    }
    const bytes = Buffer.from(JSON.stringify(statement))
    return {
      bytes,
      digest: digestOf(bytes),
      diffId: digestOf(bytes),
      mediaType: 'application/vnd.in-toto+json',
      annotations: { 'in-toto.io/predicate-type': type },
    }
  })
  const platform = { os: 'unknown', architecture: 'unknown' }
  const pushed = await pushImage({ ...place, layers, platform, history: null })
  const annotations = {
    'vnd.docker.reference.digest': image.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  }
  return { ...pushed, descriptor: { ...pushed.descriptor, annotations } }
}

const PROVENANCE = {
  type: 'https://slsa.dev/provenance/v0.2',
  predicate: {
    builder: { id: '' },
    buildType: 'https://mobyproject.org/buildkit@v1',
    invocation: {
      configSource: { entryPoint: 'Dockerfile' },
      environment: { platform: 'linux/amd64' },
    },
    metadata: { buildStartedOn: CREATED, completeness: { parameters: true, materials: false } },
  },
}

/**
 * Pushes a cosign signature in its old form: an image-like manifest under the tag `sha256-….sig`.
 *
 * @param {Place & { image: Descriptor }} options
 * @returns {Promise<Pushed & { tag: string }>}
 */
export async function pushCosignSignature({ image, ...place }) {
  const payload = {
    critical: {
      identity: { 'docker-reference': place.repository },
      image: { 'docker-manifest-digest': image.digest },
      type: 'cosign container image signature',
    },
    optional: null,
  }
  const bytes = Buffer.from(JSON.stringify(payload))
  const signature = Buffer.from(`a signature of ${image.digest}`).toString('base64')
  const layer = {
    bytes,
    digest: digestOf(bytes),
    diffId: digestOf(bytes),
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    annotations: { 'dev.cosignproject.cosign/signature': signature },
  }
  const tag = `${image.digest.replace(':', '-')}.sig`
  const platform = { os: '', architecture: '' }
  return { ...(await pushImage({ ...place, tag, layers: [layer], platform })), tag }
}

/**
 * The three fields that refer to a manifest.
 *
 * @param {Descriptor} pushed
 * @returns {Descriptor}
 */
function descriptorOf({ mediaType, digest, size }) {
  return { mediaType, digest, size }
}
