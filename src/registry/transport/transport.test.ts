import { afterEach, expect, test, vi } from 'vitest'
import { readPieces } from './answer.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  NotFoundError,
  RateLimitedError,
  RedirectedError,
  RegistryRejectedError,
  RegistryUnreachableError,
  isGone,
  isTemporary,
} from '../errors.ts'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import { fetchTransport, send } from './transport.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test.each([
  ['401', errorAnswer(401, 'UNAUTHORIZED'), LoginRequiredError],
  ['403', errorAnswer(403, 'DENIED'), AccessDeniedError],
  ['404', errorAnswer(404, 'MANIFEST_UNKNOWN'), NotFoundError],
  ['405', errorAnswer(405, 'UNSUPPORTED'), RegistryRejectedError],
  ['429', errorAnswer(429, 'TOOMANYREQUESTS'), RateLimitedError],
  ['500', errorAnswer(500, 'UNKNOWN'), RegistryRejectedError],
  ['503 of the registry', errorAnswer(503, 'UNAVAILABLE'), RegistryRejectedError],
  ['502 of nginx', errorAnswer(502, 'REGISTRY_UNREACHABLE'), RegistryUnreachableError],
  ['502 of a proxy', new Response('<h1>502</h1>', { status: 502 }), RegistryUnreachableError],
  ['504', new Response('', { status: 504 }), RegistryUnreachableError],
  ['307', new Response(null, { status: 307 }), RedirectedError],
])('%s is recognized', async (_name, answer, kind) => {
  await expect(ask(answer)).rejects.toBeInstanceOf(kind)
})

test.each([
  ['3', 3],
  ['0', 1],
  ['9999', 120],
  ['Tue, 24 Nov 2026 20:00:30 GMT', 30],
  ['soon', 5],
  ['-5', 1],
  [undefined, 5],
])('Retry-After %s means %i seconds', async (value, seconds) => {
  const headers = {
    Date: 'Tue, 24 Nov 2026 20:00:00 GMT',
    ...(value === undefined ? {} : { 'Retry-After': value }),
  }
  const error = await ask(errorAnswer(429, 'TOOMANYREQUESTS', '', headers)).catch((e: unknown) => e)
  expect(error).toMatchObject({ retryAfterSeconds: seconds })
})

test('only a response that says so counts as gone', async () => {
  const failure = (answer: Response) => ask(answer).catch((error: unknown) => error)
  const refused = 'OCI index found, but accept header does not support OCI indexes'
  expect(isGone(await failure(errorAnswer(404, 'MANIFEST_UNKNOWN')))).toBe(true)
  expect(isGone(await failure(errorAnswer(404, 'MANIFEST_UNKNOWN', refused)))).toBe(false)
  expect(isGone(await failure(errorAnswer(500, 'UNKNOWN')))).toBe(false)
  expect(isGone(new TypeError('x'))).toBe(false)
})

test('a retry is offered for temporary errors', async () => {
  const failure = (status: number) =>
    ask(errorAnswer(status, 'X')).catch((error: unknown) => isTemporary(error))
  expect(await failure(500)).toBe(true)
  expect(await failure(429)).toBe(true)
  expect(await failure(404)).toBe(false)
  expect(await failure(401)).toBe(false)
})

test('only content by digest may come from a cache, and no redirect is followed', async () => {
  const fetched = stubFetch(() => Promise.resolve(new Response('{}')))
  const transport = fetchTransport('/base')
  await transport({ path: '/v2/', accept: 'a/b' })
  await transport({ path: '/v2/a/blobs/x', cache: 'default' })
  await transport({ path: '/v2/a/blobs/x', cache: 'reload' })
  expect(
    fetched.mock.calls.map(([url, { cache, redirect } = {}]) => [url, cache, redirect]),
  ).toEqual([
    ['/base/v2/', 'no-store', 'manual'],
    ['/base/v2/a/blobs/x', 'default', 'manual'],
    ['/base/v2/a/blobs/x', 'reload', 'manual'],
  ])
  expect(new Headers(fetched.mock.calls[0]?.[1]?.headers).get('Accept')).toBe('a/b')
})

test('the response to a HEAD has no body, whatever the browser says', async () => {
  stubFetch(() => Promise.resolve(new Response('')))
  expect((await fetchTransport('')({ path: '/v2/', method: 'HEAD' })).body).toBeNull()
  expect((await fetchTransport('')({ path: '/v2/' })).body).not.toBeNull()
})

test('a silent read is given up, a write never', async () => {
  vi.useFakeTimers()
  const fetched = stubFetch(() => new Promise(() => undefined))
  const transport = fetchTransport('')
  void transport({ path: '/v2/' })
  void transport({ path: '/v2/', silenceSeconds: 5 })
  void transport({ path: '/v2/a/manifests/b', method: 'DELETE' })
  void transport({ path: '/v2/a/manifests/b', method: 'PUT' })
  const givenUp = () => fetched.mock.calls.map(([, options]) => options?.signal?.aborted)
  await vi.advanceTimersByTimeAsync(6000)
  expect(givenUp()).toEqual([false, true, false, false])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(givenUp()).toEqual([true, true, false, false])
})

test('a body may take any time without long silences; a reader may pause', async () => {
  vi.useFakeTimers()
  let signal: AbortSignal | null | undefined
  vi.stubGlobal('fetch', (_url: string, options: RequestInit) => {
    signal = options.signal
    let pieces = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pieces += 1
        if (pieces > 3) return new Promise(() => undefined)
        return new Promise((resolve) => {
          setTimeout(() => resolve(controller.enqueue(new Uint8Array(1))), 25_000)
        })
      },
    })
    return Promise.resolve(new Response(body))
  })
  const answer = await fetchTransport('')({ path: '/v2/' })
  const pieces = readPieces(answer, 100)
  for (let count = 0; count < 3; count += 1) {
    const piece = pieces.next()
    await vi.advanceTimersByTimeAsync(25_000)
    expect((await piece).done).toBe(false)
  }
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(signal?.aborted).toBe(false)
  void pieces.next()
  await vi.advanceTimersByTimeAsync(31_000)
  expect(signal?.reason).toMatchObject({ name: 'TimeoutError' })
})

test('a timeout and a broken connection are unreachable; an abort stays an abort', async () => {
  const failing = async (cause: unknown, signal?: AbortSignal) => {
    stubFetch(() => Promise.reject(cause))
    return fetchTransport('')({ path: '/v2/', signal }).catch((error: unknown) => error)
  }
  expect(await failing(new DOMException('', 'TimeoutError'))).toMatchObject({ reason: 'timeout' })
  expect(await failing(new TypeError('Failed to fetch'))).toMatchObject({ reason: 'network' })
  const abort = new DOMException('', 'AbortError')
  expect(await failing(abort, AbortSignal.abort())).toBe(abort)
})

function ask(answer: Response) {
  return send(
    fakeTransport(() => answer),
    { path: '/v2/' },
  )
}

function stubFetch(answer: () => Promise<Response>) {
  const fetched = vi.fn<typeof fetch>(answer)
  vi.stubGlobal('fetch', fetched)
  return fetched
}
