import * as fc from 'fast-check'
import type { Registry, RegistryKind } from '../../stack/registry.mjs'
import type { RegistryRequest, Transport } from '../../src/registry/transport/transport.ts'
import type { Journal } from '../../src/deletion/journal/journal.ts'
import { hasDisk } from './case.ts'
import { type Drawn, NO_ODDITIES, drawUsual } from './draw.ts'
import type { Product } from './product.ts'

export type Interruption = {
  readonly kind:
    /** The connection breaks before the request reaches the registry. */
    | 'reset'
    | 'server-error'
    /** The registry does it, but the response is lost. */
    | 'lost'
    /** The same, but the registry does it later. */
    | 'late'
    | 'login-page'
    /** 401 */
    | 'login'
    /** The registry is killed in the middle and restarted. */
    | 'killed'
    /** The page is closed: from here on nothing is sent or received. */
    | 'closed'
  /** At which request, in thousandths of all (or of all writes) that the uninterrupted deletion takes. */
  readonly at: number
  readonly ofWrites: boolean
  /** Whether it stays so to the end. */
  readonly lasts: boolean
  /** `closed`: whether the last request still arrives. */
  readonly arrives: boolean
}

export type Interrupted = { readonly drawn: Drawn; readonly interruption: Interruption }

export function drawInterrupted(kind: RegistryKind): fc.Arbitrary<Interrupted> {
  const interruption: fc.Arbitrary<Interruption> = fc.record({
    kind: fc.oneof(
      {
        weight: 7,
        arbitrary: fc.constantFrom(
          ...(['reset', 'server-error', 'lost', 'late', 'login-page', 'login'] as const),
        ),
      },
      { weight: 3, arbitrary: fc.constant('closed' as const) },
      // With two on one storage, the other one still shows deleted content, so a lost response matters more.
      {
        weight: kind === '3.1.2-pair' ? 12 : 0,
        arbitrary: fc.constantFrom(...(['lost', 'late'] as const)),
      },
      { weight: hasDisk(kind) ? 1 : 0, arbitrary: fc.constant('killed' as const) },
    ),
    at: fc.nat(999),
    ofWrites: kind === '3.1.2-pair' ? fc.constant(true) : fc.boolean(),
    lasts: fc.boolean(),
    arrives: fc.boolean(),
  })
  const drawn = drawUsual(kind).map((one): Drawn => ({
    ...one,
    ...NO_ODDITIES,
    damage: [],
    meanwhile: { kind: 'nothing' },
    way: 'everything',
  }))
  return fc.record({ drawn, interruption })
}

/** How long after the lost response a late request arrives, in milliseconds. */
const LATE = 100

type Whole = {
  readonly healthy: Transport
  readonly registry: Registry
  readonly product: Product
  readonly journal: Journal
  /** How many it takes uninterrupted. */
  readonly requests: Requests
}

export type Cut = {
  readonly transport: Transport
  readonly journal: Journal
  /** Resolves when the page is closed, if ever. */
  readonly closed: Promise<undefined>
  /** Resolves when nothing is in flight any more. */
  readonly settled: () => Promise<void>
  readonly isStruck: () => boolean
}

export type Requests = { readonly all: number; readonly writes: number }

/** A transport that counts what it sends. */
export function countRequests(healthy: Transport) {
  const requests = { all: 0, writes: 0 }
  const transport: Transport = (request) => {
    requests.all += 1
    if (isWrite(request)) requests.writes += 1
    return healthy(request)
  }
  return { transport, requests }
}

/** A transport that fails at the given moment, and a journal that can't be written once the page is closed. */
export function interrupt(
  { kind, at, ofWrites, lasts, arrives }: Interruption,
  { healthy, registry, product, journal, requests }: Whole,
): Cut {
  const nowhere = product.fetchTransport('http://127.0.0.1:9')
  const total = ofWrites ? requests.writes : requests.all
  const meant = Math.floor((at / 1000) * total)
  const under = new Set<Promise<unknown>>()
  const never = new Promise<never>(() => {})
  let seen = 0
  let isHit = false
  let isClosed = false
  let close: (value: undefined) => void = () => {}
  const closed = new Promise<undefined>((resolve) => (close = resolve))
  const track = <T>(work: Promise<T>): Promise<T> => {
    const ended = work.catch(() => undefined)
    under.add(ended)
    void ended.then(() => under.delete(ended))
    return work
  }
  const send = (request: RegistryRequest) => track(healthy(request))
  const goWrong = async (request: RegistryRequest): ReturnType<Transport> => {
    switch (kind) {
      case 'reset':
        return await nowhere(request)
      case 'server-error':
        return answer(500, 'UNKNOWN')
      case 'login':
        return answer(401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="registry"' })
      case 'login-page':
        return new Response('<p>Log in', { headers: { 'content-type': 'text/html' } })
      case 'lost':
        await send(request)
        return await nowhere(request)
      case 'late':
        void track(new Promise((resolve) => setTimeout(resolve, LATE)).then(() => send(request)))
        return await nowhere(request)
      case 'killed': {
        const sent = send(request)
        await registry.kill()
        await registry.restart()
        return await sent
      }
      case 'closed':
        isClosed = true
        if (arrives) await send(request)
        close(undefined)
        return await never
    }
  }
  return {
    async transport(request) {
      if (isClosed) return await never
      const isMeant = (!ofWrites || isWrite(request)) && seen++ === meant
      isHit ||= isMeant
      const staysSo = isHit && lasts && (kind === 'reset' || kind === 'login')
      if (isMeant || staysSo) return await goWrong(request)
      const response = await send(request)
      return isClosed ? await never : response
    },
    journal: {
      ...journal,
      write: (entries) => (isClosed ? never : journal.write(entries)),
      remove: (ids) => (isClosed ? never : journal.remove(ids)),
    },
    closed,
    async settled() {
      while (under.size > 0) await Promise.all(under)
    },
    isStruck: () => isHit,
  }
}

function isWrite({ method }: RegistryRequest): boolean {
  return method === 'PUT' || method === 'DELETE'
}

function answer(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ errors: [{ code, message: 'a fault of this test' }] })
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } })
}
