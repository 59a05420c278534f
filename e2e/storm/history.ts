import type { FaultProxy } from '../../stack/faults.mjs'
import type { Node } from './content.ts'
import type { Storm } from './draw.ts'

/**
 * Somebody other than Homeport pointed a tag at an image. Times as in `performance.now()`; 0 is before the storm.
 */
export type Gift = {
  readonly tag: string
  readonly node: Pick<Node, 'digest' | 'reach'>
  readonly from: number
  readonly to: number
}

/** A page's request that reached the registry. */
export type Request = {
  /** Which machine's. */
  readonly who: string
  readonly method: string
  /** The tag or digest it concerns; `undefined` for a list of tags, or a blob. */
  readonly reference: string | undefined
  /** It returns all tags. */
  readonly isList: boolean
  /** When it was forwarded, and when the registry was done with it at the latest. */
  readonly from: number
  readonly to: number
  readonly status: number | undefined
}

/** What happened to a repository by this machine's clock: all requests, and who pushed what. */
export class History {
  readonly #proxy: Pick<FaultProxy, 'log'>
  readonly #list: RegExp
  readonly #gifts: Gift[] = []
  readonly #confirmed = new Map<string, number>()
  readonly #deaths: number[] = []
  readonly #notes: { readonly at: number; readonly text: string }[] = []

  /** @param kind of the registry: 2.8 returns all tags in every response, whatever page is requested */
  constructor(proxy: Pick<FaultProxy, 'log'>, kind: Storm['kind']) {
    this.#proxy = proxy
    this.#list = kind === '2.8.2' ? /\/tags\/list/ : /\/tags\/list$/
  }

  give(gift: Gift): void {
    this.#gifts.push(gift)
  }

  /** A machine has shown its plan, and is told to carry it out. */
  confirm(who: string, tags: readonly string[]): void {
    this.#confirmed.set(who, performance.now())
    this.note(`the ${who} machine deletes ${tags.join(', ')}`)
  }

  /** When that was. */
  begin(who: string): number {
    return this.#confirmed.get(who) ?? Infinity
  }

  /** The registry was killed: it no longer does what it hadn't answered. */
  die(): void {
    this.#deaths.push(performance.now())
  }

  note(text: string): void {
    this.#notes.push({ at: performance.now(), text })
  }

  /** Every image that anybody gave a tag, or this tag; latest last. */
  gifts(tag?: string): readonly Gift[] {
    return tag === undefined ? this.#gifts : this.#gifts.filter((gift) => gift.tag === tag)
  }

  /** The same without what existed before the storm. */
  pushes(): readonly Gift[] {
    return this.#gifts.filter(({ from }) => from > 0)
  }

  requests(): readonly Request[] {
    return this.#proxy.log().flatMap(({ method, url, headers, sent, answered, status }) => {
      const who = readMachine(headers['user-agent'])
      if (who === undefined || sent === undefined) return []
      const to = answered ?? this.#deaths.find((at) => at >= sent) ?? Infinity
      const reference = /\/manifests\/([^?]+)/.exec(url)?.[1]
      const isList = this.#list.test(url)
      return [{ who, method, reference, isList, from: sent, to, status }]
    })
  }

  /** Writes of pages that may have changed something, optionally only on this tag or digest. */
  writes(reference?: string): readonly Request[] {
    return this.requests().filter((request) => {
      const { method, status = 500 } = request
      const isMeant = reference === undefined || request.reference === reference
      return isMeant && /PUT|DELETE/.test(method) && (status < 300 || status >= 500)
    })
  }

  print(): string {
    const requests = this.#proxy
      .log()
      .flatMap(({ method, url, headers, fault, status, ...times }) => {
        const who = readMachine(headers['user-agent'])
        // Of other clients only tagging matters.
        if (who === undefined && (method !== 'PUT' || !url.includes('/manifests/'))) return []
        const end = times.sent === undefined ? 'never sent' : times.answered ? '' : 'no answer'
        const parts = [who ?? 'somebody', method, url.slice(4), status, fault, end]
        return [{ at: times.at, text: parts.filter((part) => part).join('  ') }]
      })
    const notes = this.#notes.map(({ at, text }) => ({ at, text: `* ${text}` }))
    const all = [...requests, ...notes].toSorted((one, other) => one.at - other.at)
    const begin = all[0]?.at ?? 0
    return all
      .map(({ at, text }) => `${Math.round(at - begin)}`.padStart(7) + `  ${text}`)
      .join('\n')
  }
}

/** Machines are identified by their `User-Agent`. */
export const agentOf = (machine: string): string => `storm/${machine}`

function readMachine(agent: string | undefined): string | undefined {
  return agent?.startsWith('storm/') ? agent.slice(6) : undefined
}
