import { digestOf } from '../../stack/content.mjs'
import {
  type RegistryRequest,
  type Transport,
  isRead,
} from '../../src/registry/transport/transport.ts'
import { type Content, reachOf } from './content.ts'
import { ACCEPT } from './observe.ts'
import type { Odd } from './odd.ts'
import { refuse, reword } from './oddAnswers.ts'
import { OddLists } from './oddLists.ts'

type Registry = {
  readonly healthy: Transport
  /** Whether it deletes single tags, and sends lists in pages. */
  readonly hasTagDeletion: boolean
  /** What is in the repository. */
  readonly content: () => Content
}

/** An odd registry in front of a real one. Who looks at the real one sees what is true. */
export class OddRegistry {
  readonly #odd: Odd
  readonly #registry: Registry
  readonly #lists: OddLists
  readonly #pending = new Set<Promise<unknown>>()
  /** Every digest deleted, and what went along, in order. */
  readonly deleted: { readonly digest: string; readonly along: readonly string[] }[] = []
  /** How long the slowest deletion took after its response, in milliseconds. */
  #slowest = 0

  constructor(odd: Odd, registry: Registry) {
    this.#odd = odd
    this.#registry = registry
    this.#lists = new OddLists(registry.healthy, odd, registry.hasTagDeletion)
  }

  readonly transport: Transport = async (request) => {
    const [base = '', reference] = request.path.split('/manifests/')
    if (reference === undefined) {
      const isList = /\/tags\/list(\?|$)/.test(request.path)
      return await (isList ? this.#lists.answer(request) : this.#registry.healthy(request))
    }
    if (reference === this.blockedTag && isRead(request)) {
      return new Response('<p>Not here', { status: 404, headers: { 'Content-Type': 'text/html' } })
    }
    const answer =
      request.method === 'DELETE'
        ? await this.#delete(request, base, reference)
        : request.method === 'PUT'
          ? await this.#put(request, base, reference)
          : await this.#registry.healthy(request)
    return reword(answer, this.#odd)
  }

  /** Resolves when nothing is going to change any more. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }

  /** Whether what is deleted was shown for longer than so many milliseconds. */
  outlasts(milliseconds: number): boolean {
    return this.#odd.isIdle || Math.max(this.#slowest, this.#odd.lag) >= milliseconds
  }

  /** Whether a deletion may rightly leave something undone. */
  get mayHinder(): boolean {
    const { pages } = this.#odd
    // Without `last` no list can be shown to be whole.
    const isFree = this.lockedTag === undefined && this.blockedTag === undefined
    return !isFree || this.takesAlong || pages === 'cursors'
  }

  /** Whether what goes along is gone as soon as a deletion is answered. */
  get isPrompt(): boolean {
    return this.#odd.slow === 0
  }

  get takesAlong(): boolean {
    return this.#odd.along.length > 0
  }

  /** The tag that is refused to be deleted or overwritten. */
  get lockedTag(): string | undefined {
    return this.#pick(this.#odd.locked?.at)
  }

  /** The tag whose manifest nobody can read. */
  get blockedTag(): string | undefined {
    return this.#pick(this.#odd.blocked)
  }

  #pick(at: number | undefined): string | undefined {
    const tags = [...this.#registry.content().tags.keys()]
    return at === undefined ? undefined : tags[at % tags.length]
  }

  async #put(request: RegistryRequest, base: string, reference: string): ReturnType<Transport> {
    const at = reference === this.lockedTag && (await this.#find(base, reference))
    const isSame = at === digestOf(Buffer.from(request.body ?? []))
    return at && !isSame ? this.#refuse() : await this.#registry.healthy(request)
  }

  async #delete(request: RegistryRequest, base: string, reference: string) {
    const { healthy, hasTagDeletion } = this.#registry
    const isDigest = reference.includes(':')
    const digest = isDigest || hasTagDeletion ? await this.#find(base, reference) : undefined
    if (!digest) return await healthy(request)
    const { lockedTag } = this
    const isLocked =
      lockedTag !== undefined &&
      (isDigest ? (await this.#find(base, lockedTag)) === digest : reference === lockedTag)
    if (isLocked) return this.#refuse()
    const work = () =>
      this.#lists.during(`${base}/tags/list`, async () => {
        // Nobody sees the image gone and the rest still there.
        if (isDigest) await this.#deleteAlong(base, digest)
        return await healthy(request)
      })
    const { slow, isIdle } = this.#odd
    if (slow === 0 && !isIdle) return await work()
    if (!isIdle) this.#doLater(work)
    return new Response(null, { status: 202 })
  }

  #doLater(work: () => Promise<unknown>): void {
    const begin = performance.now()
    const later = async () => {
      await new Promise((resolve) => setTimeout(resolve, this.#odd.slow))
      await work()
      this.#slowest = Math.max(this.#slowest, performance.now() - begin)
    }
    const pending: Promise<unknown> = later().finally(() => this.#pending.delete(pending))
    this.#pending.add(pending)
  }

  async #deleteAlong(base: string, digest: string): Promise<void> {
    const along: string[] = []
    for (const one of this.#listAlong(digest)) {
      const path = `${base}/manifests/${one}`
      const { status, body } = await this.#registry.healthy({ method: 'DELETE', path })
      void body?.cancel()
      if (status === 202) along.push(one)
    }
    this.deleted.push({ digest, along })
  }

  /** What it deletes along with a digest, at any depth. What only some clients take for a child is kept. */
  #listAlong(digest: string): ReadonlySet<string> {
    const { along } = this.#odd
    const { nodes, tags, attachmentTags } = this.#registry.content()
    const found = new Set<string>()
    const open = [digest]
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const next: string[] = []
      const node = nodes.get(one)
      if (along.includes('children') && !node?.hidesChildren) next.push(...(node?.children ?? []))
      if (along.includes('attachments')) {
        const own = [...attachmentTags].flatMap(([tag, subject]) =>
          subject === one ? [tags.get(tag) as string] : [],
        )
        next.push(...reachOf(own, nodes))
      }
      for (const other of next) {
        if (other === digest || found.has(other)) continue
        found.add(other)
        open.push(other)
      }
    }
    return found
  }

  /** The digest of a tag or manifest that exists. */
  async #find(base: string, reference: string): Promise<string | undefined> {
    const path = `${base}/manifests/${reference}`
    const { status, headers } = await this.#registry.healthy({
      method: 'HEAD',
      path,
      accept: ACCEPT,
    })
    return status === 200 ? (headers.get('Docker-Content-Digest') ?? undefined) : undefined
  }

  #refuse(): Response {
    const codes = { 401: 'UNAUTHORIZED', 403: 'DENIED', 409: 'CONFLICT', 412: 'PRECONDITION' }
    const status = this.#odd.locked?.status ?? 409
    return refuse(status, codes[status], 'the tag is protected by a rule')
  }
}
