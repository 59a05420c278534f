import { afterEach, expect, test } from 'vitest'
import { collect, leave, readPieces } from './answer.ts'
import { RegistryUnreachableError } from '../errors.ts'
import { endlessBody, fakeTransport } from '../../../test/fakeTransport.ts'
import { portTransport, serveTransport } from './portTransport.ts'
import { type Transport, unreachable } from './transport.ts'

let end = new AbortController()
afterEach(() => end.abort())

/** A worker’s transport, through a page that uses `transport`. */
function workerOf(transport: Transport): Transport {
  end = new AbortController()
  const { port1, port2 } = new MessageChannel()
  serveTransport(port1, transport, end.signal)
  const worker = portTransport(port2)
  end.signal.addEventListener('abort', () => port2.close())
  return worker
}

/** A transport whose body never ends, and whether it was aborted. */
function endless() {
  const { body, taken } = endlessBody()
  let signal: AbortSignal | undefined
  const transport: Transport = (request) => {
    signal = request.signal
    return Promise.resolve(new Response(body))
  }
  return { transport, taken, isLeft: () => signal?.aborted }
}

test('a request and its response pass unchanged', async () => {
  const page = fakeTransport((_path, { headers }) =>
    Response.json({ asked: headers }, { status: 203, headers: { 'X-A': 'b' } }),
  )
  const answer = await workerOf(page)({ path: '/v2/x', method: 'DELETE', headers: { Range: 'r' } })
  expect(page.asked).toEqual(['DELETE /v2/x'])
  expect(answer).toMatchObject({ ok: true, status: 203 })
  expect(answer.headers.get('X-A')).toBe('b')
  const bytes = await collect(readPieces(answer, 100))
  expect(new TextDecoder().decode(bytes)).toBe('{"asked":{"Range":"r"}}')
  const empty = await workerOf(() => Promise.resolve(new Response(null)))({ path: '/v2/' })
  expect(empty.body).toBeNull()
})

test('no more is fetched than is read, and what is abandoned is abandoned on the page', async () => {
  const { transport, taken, isLeft } = endless()
  const answer = await workerOf(transport)({ path: '/v2/' })
  for await (const piece of readPieces(answer, 1_000_000)) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  await expect.poll(isLeft).toBe(true)
  expect(taken()).toBeLessThan(100_000)
})

test('an abort reaches the page, before and during the response', async () => {
  const held: Transport = ({ signal }) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  const before = new AbortController()
  const asked = workerOf(held)({ path: '/v2/', signal: before.signal })
  before.abort(new Error('scrolled away'))
  await expect(asked).rejects.toThrow('scrolled away')

  const { transport, isLeft } = endless()
  const amid = new AbortController()
  const answer = await workerOf(transport)({ path: '/v2/', signal: amid.signal })
  const pieces = readPieces(answer, 1_000_000_000)
  await pieces.next()
  amid.abort(new Error('closed'))
  await expect(pieces.next()).rejects.toThrow('closed')
  await expect.poll(isLeft).toBe(true)
})

test('when the worker is terminated, the page abandons its open requests', async () => {
  const { transport, isLeft } = endless()
  const answer = await workerOf(transport)({ path: '/v2/' })
  await readPieces(answer, 1_000_000_000).next()
  end.abort()
  expect(isLeft()).toBe(true)
  leave(answer.body)
})

test('a registry that doesn’t respond, or breaks off, is reported in the same words', async () => {
  const silent = new DOMException('', 'TimeoutError')
  const error = await workerOf(() => Promise.reject(unreachable('GET /v2/', silent)))({
    path: '/v2/',
  }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(RegistryUnreachableError)
  expect(error).toMatchObject({ reason: 'timeout', message: 'GET /v2/: timed out' })
  const body = new ReadableStream({ start: (controller) => controller.error(silent) })
  const answer = await workerOf(() => Promise.resolve(new Response(body)))({ path: '/v2/' })
  await expect(collect(readPieces(answer, 100))).rejects.toMatchObject({ name: 'TimeoutError' })
})
