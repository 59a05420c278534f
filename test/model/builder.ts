import { MEDIA_TYPES, digestOf } from '../../stack/content.mjs'
import type { Node } from './content.ts'
import { type DrawnTime, writeTime } from './drawTime.ts'
import { SCHEMA1_CREATED, signSchema1 } from './schema1.ts'

/** A blob that many repositories share; all others are unique to their repository. */
export const SHARED_LAYER = Buffer.from('a layer of many repositories')
/** Its number among the layers that can be drawn. */
export const SHARED = 5

type Named = { readonly digest: string; readonly [field: string]: unknown }

type Manifest = {
  readonly config?: Named
  readonly layers?: readonly Named[]
  readonly manifests?: readonly Named[]
  readonly subject?: Named
  readonly artifactType?: string
  readonly annotations?: object
}

export class Builder {
  readonly repository: string
  readonly nodes = new Map<string, Node>()
  readonly blobs = new Map<string, Buffer>()
  readonly tags = new Map<string, string>()
  /** Every manifest in the order added; possibly more than once. */
  readonly order: Node[] = []

  constructor(repository: string) {
    this.repository = repository
  }

  blob(content: string | Buffer): { digest: string; size: number } {
    const bytes = Buffer.from(content)
    const digest = digestOf(bytes)
    this.blobs.set(digest, bytes)
    return { digest, size: bytes.length }
  }

  layer(number: number) {
    const text = `layer ${number} of ${this.repository} ${'='.repeat(number * 9)}`
    return this.blob(number === SHARED ? SHARED_LAYER : text)
  }

  addImage(
    text: string,
    {
      family,
      layers,
      time,
    }: { family: 'oci' | 'docker'; layers: readonly number[]; time: DrawnTime },
  ): Node {
    const types = MEDIA_TYPES[family]
    const { repository } = this
    const created = writeTime(time, family)
    const config = { architecture: 'amd64', os: 'linux', text, repository, created: created.text }
    const manifest = {
      config: { mediaType: types.config, ...this.blob(JSON.stringify(config)) },
      layers: layers.map((number) => ({ mediaType: types.layer, ...this.layer(number) })),
    }
    return this.add('image', types.manifest, manifest, created.at)
  }

  addSchema1(text: string, layers: readonly number[]): Node {
    const blobs = (layers.length > 0 ? layers : [0]).map((number) => this.layer(number).digest)
    const mediaType = 'application/vnd.docker.distribution.manifest.v1+prettyjws'
    return this.#keep({
      ...signSchema1(this.repository, text, blobs),
      mediaType,
      kind: 'schema-1',
      children: [],
      blobs: [...new Set(blobs)],
      created: Date.parse(SCHEMA1_CREATED),
    })
  }

  add(kind: Node['kind'], mediaType: string, manifest: Manifest, created?: number): Node {
    return this.addText(
      {
        kind,
        mediaType,
        created,
        text: JSON.stringify({ schemaVersion: 2, mediaType, ...manifest }),
      },
      manifest,
    )
  }

  /** Adds a manifest with unusual JSON. */
  addText(
    node: Pick<Node, 'kind' | 'mediaType' | 'created' | 'hidesChildren'> & { text: string },
    manifest: Manifest,
  ): Node {
    const { text, ...own } = node
    const bytes = Buffer.from(text)
    const { config, layers = [], manifests = [], subject } = manifest
    const blobs = [...(config ? [config] : []), ...layers].map(({ digest }) => digest)
    return this.#keep({
      ...own,
      digest: digestOf(bytes),
      bytes,
      children: manifests.map(({ digest }) => digest),
      blobs: [...new Set(blobs)],
      ...(subject && { subject: subject.digest }),
    })
  }

  #keep(node: Node): Node {
    this.nodes.set(node.digest, node)
    this.order.push(node)
    return node
  }
}

/** The three fields that refer to a manifest. */
export function descriptorOf({ mediaType, digest, bytes }: Node) {
  return { mediaType, digest, size: bytes.length }
}
