import {
  type Descriptor,
  attachArtifact,
  pushImage,
  pushIndex,
  pushManifest,
} from '../../stack/content.mjs'
import type { DrawnContent, DrawnSelection } from './draw.ts'

export type Place = { readonly origin: string; readonly repository: string }

export type Node = Descriptor & {
  readonly bytes: Buffer
  /** Itself and everything below it. */
  readonly reach: ReadonlySet<string>
}

/** The content of the repository before the storm. */
export type Content = {
  readonly nodes: readonly Node[]
  /** Ordinary tags. */
  readonly tags: ReadonlyMap<string, Node>
  /** Lists of referrers: their own digest, and that of their subject. */
  readonly lists: ReadonlyMap<string, { readonly digest: string; readonly subject: string }>
}

const NAMES = ['latest', 'main', '1.0', '1.0.1', '1.1', 'a', 'ab', 'edge']

/** Counts round. */
export function pick<T>(choices: readonly T[], at: number): T | undefined {
  return choices[at % choices.length]
}

/** Pushes what was drawn; untagged manifests remain, as left behind by clients. */
export async function pushContent(place: Place, drawn: DrawnContent): Promise<Content> {
  const nodes: Node[] = []
  for (let image = 0; image < drawn.images; image += 1) {
    const pushed = await pushImage({ ...place, content: `image ${image}` })
    nodes.push({ ...pushed.descriptor, bytes: pushed.bytes, reach: new Set([pushed.digest]) })
  }
  for (const [index, on] of drawn.indexes.entries()) {
    const children = [...new Set(on.map((at) => pick(nodes, at) as Node))]
    nodes.push(await pushNodeIndex(place, children, `index ${index}`))
  }
  const on = new Map(drawn.tags.map((at, index) => [NAMES[index] as string, at]))
  for (let many = 0; many < (drawn.many?.count ?? 0); many += 1) {
    on.set(`many-${many}`, drawn.many?.on ?? 0)
  }
  const tags = new Map<string, Node>()
  for (const [tag, at] of on) {
    const node = pick(nodes, at) as Node
    await pushManifest({ ...place, tag, manifest: node.bytes, mediaType: node.mediaType })
    tags.set(tag, node)
  }
  const lists = new Map<string, { digest: string; subject: string }>()
  for (const [index, at] of drawn.attachments.entries()) {
    const subject = pick(nodes, at) as Node
    const files = [{ mediaType: 'text/plain', content: `attachment ${index}` }]
    const attached = await attachArtifact({ ...place, subject, files, artifactType: 'text/note' })
    lists.set(attached.tag, { digest: attached.index.digest, subject: subject.digest })
  }
  return { nodes, tags, lists }
}

/** Pushes an index of the repository's manifests, by digest. */
export async function pushNodeIndex(
  place: Place,
  children: readonly Node[],
  title: string,
): Promise<Node> {
  const manifests = children.map(({ mediaType, digest, size }) => ({ mediaType, digest, size }))
  const pushed = await pushIndex({ ...place, manifests, annotations: { title } })
  const reach = new Set([pushed.digest, ...children.flatMap((child) => [...child.reach])])
  return { ...pushed.descriptor, bytes: pushed.bytes, reach }
}

/** The selected tags, with where each points. */
export function selectTags(
  { of, at }: DrawnSelection,
  digests: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const tags = [...digests.keys()]
  if (of === 'everything') return tags
  const chosen = at.flatMap((one) => pick(tags, one) ?? [])
  if (of === 'tags') return tags.filter((tag) => chosen.includes(tag))
  const images = chosen.map((tag) => digests.get(tag))
  return tags.filter((tag) => images.includes(digests.get(tag)))
}
