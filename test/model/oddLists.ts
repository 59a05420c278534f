import { collect, readPieces } from '../../src/registry/transport/answer.ts'
import type { RegistryRequest, Transport } from '../../src/registry/transport/transport.ts'
import { refuse } from './oddAnswers.ts'
import type { Odd } from './odd.ts'

const MOST_BYTES = 1024 * 1024
/** How many names it sends if it isn't asked for a number. */
const PAGE = { cursors: 2, 'refused-sizes': 5 }
/** How many names it sends at most. */
const MOST = { cursors: 100, 'refused-sizes': 10 }

/** Tag lists of an odd registry: tags are listed a little longer than they exist, and pages have an order of their own. */
export class OddLists {
  readonly #healthy: Transport
  readonly #odd: Odd
  readonly #hasPages: boolean
  /** Deleted tags, and until when they are listed, in milliseconds of a monotonic clock. */
  readonly #lingering = new Map<string, number>()

  /** @param hasPages whether the registry itself sends lists in pages */
  constructor(healthy: Transport, odd: Odd, hasPages: boolean) {
    this.#healthy = healthy
    this.#odd = odd
    this.#hasPages = hasPages
  }

  /** Does something that may delete tags, which are then listed a little longer. */
  async during<T>(list: string, work: () => Promise<T>): Promise<T> {
    if (this.#odd.lag === 0) return await work()
    const before = await this.#read(list)
    const result = await work()
    const after = new Set((await this.#read(list))?.tags)
    const until = performance.now() + this.#odd.lag
    for (const tag of before?.tags ?? []) if (!after.has(tag)) this.#lingering.set(tag, until)
    return result
  }

  /** The response to a request for a tag list. */
  async answer(request: RegistryRequest): ReturnType<Transport> {
    const { lag, pages } = this.#odd
    if (lag === 0 && pages === 'own') return await this.#healthy(request)
    const url = new URL(request.path, 'http://registry.invalid')
    const list = await this.#read(url.pathname)
    if (!list) return await this.#healthy(request)
    const now = performance.now()
    const late = [...this.#lingering].flatMap(([tag, until]) => (until > now ? [tag] : []))
    const all = [...new Set([...list.tags, ...late])].toSorted()
    return pages === 'own' && !this.#hasPages
      ? print(list.name, all)
      : this.#page(list.name, all, url)
  }

  #page(name: string, all: readonly string[], { pathname, searchParams }: URL): Response {
    const { pages } = this.#odd
    const asked = searchParams.get('n')
    if (pages === 'refused-sizes' && Number(asked) > MOST[pages]) {
      return refuse(400, 'UNSUPPORTED', `invalid number of results, maxResults ${MOST[pages]}`)
    }
    const isCursor = pages === 'cursors'
    const from = searchParams.get(isCursor ? 'next_page' : 'last')
    const last = isCursor && from ? Buffer.from(from, 'base64url').toString() : from
    const rest = all.filter((tag) => last === null || tag > last)
    const [some, most] = pages === 'own' ? [rest.length, rest.length] : [PAGE[pages], MOST[pages]]
    const size = Math.min(Number(asked ?? some), most)
    const names = rest.slice(0, size)
    const end = names.at(-1)
    if (end === undefined || names.length === rest.length) return print(name, names)
    const next = isCursor
      ? new URLSearchParams({ next_page: Buffer.from(end).toString('base64url') })
      : new URLSearchParams({ last: end })
    next.set('n', String(size))
    return print(name, names, { Link: `<${pathname}?${next}>; rel="next"` })
  }

  /** The whole list; `undefined` if the registry sends none. */
  async #read(path: string): Promise<{ name: string; tags: readonly string[] } | undefined> {
    const answer = await this.#healthy({ path })
    const bytes = await collect(readPieces(answer, MOST_BYTES))
    if (answer.status !== 200) return undefined
    const list: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const { name, tags } = list as { name: string; tags: string[] | null }
    return { name, tags: tags ?? [] }
  }
}

function print(name: string, tags: readonly string[], headers: Record<string, string> = {}) {
  const sent = { 'Content-Type': 'application/json', ...headers }
  return new Response(JSON.stringify({ name, tags }), { headers: sent })
}
