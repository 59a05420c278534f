import { type Content, reachOf } from './content.ts'
import { DAY, NOW } from './drawRule.ts'
import type { Sight } from './observe.ts'

/** Before Docker existed. */
const FIRST = Date.UTC(2013, 2, 1)

/** What a rule can know about tags, as far as they can be read. */
export class TagView {
  readonly #content: Content
  readonly #sight: Sight | undefined

  constructor(content: Content, sight: Sight | undefined) {
    this.#content = content
    this.#sight = sight
  }

  /** Of all tags. */
  get names(): readonly string[] {
    return [...this.#content.tags.keys()]
  }

  digestOf(tag: string): string {
    return this.#content.tags.get(tag) as string
  }

  /** Whether its manifest can be read. */
  isReadable(tag: string): boolean {
    return this.#isResolved(tag) && this.#isReadable(this.digestOf(tag))
  }

  /** When it was created, in milliseconds; for an index its newest image. */
  timeOf(tag: string): number | undefined {
    const reached = this.#isResolved(tag) ? this.#reach(tag) : []
    if (!reached.every(({ digest }) => this.#isReadable(digest))) return undefined
    const images = reached.filter(({ kind }) => kind === 'image' || kind === 'schema-1')
    const times = images.map(({ kind, blobs: [config = ''], created }) => {
      const isRead = kind === 'schema-1' || (this.#sight?.blobs.has(config) ?? true)
      const isUsable = isRead && created !== undefined && created >= FIRST && created <= NOW + DAY
      return isUsable ? created : undefined
    })
    const known = times.filter((time) => time !== undefined)
    return known.length > 0 && known.length === times.length ? Math.max(...known) : undefined
  }

  /** Whether a tag leads, or may lead, to one of these digests. */
  mayHold(tag: string, digests: readonly string[]): boolean {
    if (digests.length === 0) return false
    const reached = this.#reach(tag)
    const isOpen = reached.some(({ kind, digest }) => kind === 'index' && !this.#isReadable(digest))
    return (
      isOpen || !this.#isResolved(tag) || reached.some(({ digest }) => digests.includes(digest))
    )
  }

  /** A rule only sees what is written plainly. */
  #reach(tag: string) {
    const nodes = new Map(
      [...this.#content.nodes].map(([digest, node]) => [
        digest,
        node.hidesChildren ? { ...node, children: [] } : node,
      ]),
    )
    return [...reachOf([this.digestOf(tag)], nodes)].flatMap((digest) => nodes.get(digest) ?? [])
  }

  #isResolved(tag: string): boolean {
    const digest = this.digestOf(tag)
    return !this.#sight || (this.#sight.tags.get(tag)?.at === digest && this.#isReadable(digest))
  }

  #isReadable(digest: string): boolean {
    return this.#sight?.manifests.has(digest) ?? true
  }
}
