import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Answer, collect, leave, readPieces } from './answer.ts'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import { createPatience, patientTransport } from './patience.ts'
import type { Transport } from './transport.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A transport that responds when the test says so. */
function heldTransport() {
  const waiting: ((response: Response) => void)[] = []
  const asked: string[] = []
  const carry: Transport = ({ path }) => {
    asked.push(path)
    return new Promise((resolve) => waiting.push(resolve))
  }
  return { carry, asked, answer: () => waiting.shift()?.(new Response('{}')) }
}

async function read(answer: Promise<Answer> | undefined): Promise<void> {
  if (answer) await collect(readPieces(await answer, 100))
  await vi.advanceTimersByTimeAsync(0)
}

test('no more than the width at a time, in order', async () => {
  const { carry, asked, answer } = heldTransport()
  const transport = patientTransport(carry, 2)
  const all = ['/1', '/2', '/3', '/4'].map((path) => transport({ path }))
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual(['/1', '/2'])
  answer()
  await read(all[0])
  expect(asked).toEqual(['/1', '/2', '/3'])
})

test.each<[string, (answer: Answer, abort: () => void) => unknown]>([
  ['has ended', (answer) => collect(readPieces(answer, 100))],
  ['was left', (answer) => leave(answer.body)],
  ['was aborted', (_answer, abort) => abort()],
])('a place is kept until the body %s', async (_name, end) => {
  const { carry, asked, answer } = heldTransport()
  const transport = patientTransport(carry, 1)
  const controller = new AbortController()
  const first = transport({ path: '/1', signal: controller.signal })
  void transport({ path: '/2' })
  void transport({ path: '/3' })
  await vi.advanceTimersByTimeAsync(0)
  answer()
  const answered = await first
  await vi.advanceTimersByTimeAsync(100)
  expect(asked).toEqual(['/1'])
  await end(answered, () => controller.abort())
  await vi.advanceTimersByTimeAsync(0)
  // An abort after the end doesn’t free a second place.
  controller.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual(['/1', '/2'])
})

test('a response without a body keeps no place', async () => {
  const transport = patientTransport(() => Promise.resolve(new Response(null)), 1)
  await transport({ path: '/1', method: 'HEAD' })
  await expect(transport({ path: '/2' })).resolves.toMatchObject({ status: 200 })
})

test('an aborted request that waits frees its place', async () => {
  const { carry, asked, answer } = heldTransport()
  const transport = patientTransport(carry, 1)
  const first = transport({ path: '/1' })
  const controller = new AbortController()
  const second = transport({ path: '/2', signal: controller.signal })
  const third = transport({ path: '/3' })
  controller.abort(new Error('scrolled away'))
  await expect(second).rejects.toThrow('scrolled away')
  answer()
  await read(first)
  answer()
  await read(third)
  expect(asked).toEqual(['/1', '/3'])
})

test('a failed request frees its place', async () => {
  let calls = 0
  const transport = patientTransport(() => {
    calls += 1
    return calls === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(new Response('{}'))
  }, 1)
  await expect(transport({ path: '/1' })).rejects.toThrow('broken')
  await expect(transport({ path: '/2' })).resolves.toMatchObject({ status: 200 })
})

test('429 makes all wait as long as it says; then the read is repeated', async () => {
  const pauses: (number | undefined)[] = []
  let isBusy = true
  const registry = fakeTransport(() =>
    isBusy ? errorAnswer(429, 'TOOMANYREQUESTS', '', { 'Retry-After': '3' }) : new Response('{}'),
  )
  const patience = createPatience((until) => pauses.push(until))
  const transport = patientTransport(registry, 1, patience)
  const ask = async (path: string) => {
    const answer = await transport({ path })
    leave(answer.body)
    return answer
  }
  const first = ask('/1')
  await vi.advanceTimersByTimeAsync(0)
  isBusy = false
  const second = ask('/2')
  expect(pauses).toEqual([Date.now() + 3000])
  await vi.advanceTimersByTimeAsync(2900)
  expect(registry.asked).toEqual(['GET /1'])
  await vi.advanceTimersByTimeAsync(200)
  expect((await first).status).toBe(200)
  expect((await second).status).toBe(200)
  expect(registry.asked.toSorted()).toEqual(['GET /1', 'GET /1', 'GET /2'])
  expect(pauses.at(-1)).toBeUndefined()
})

test('a write is never repeated', async () => {
  const registry = fakeTransport(() => errorAnswer(429, 'TOOMANYREQUESTS'))
  const transport = patientTransport(registry, 1)
  expect((await transport({ path: '/1', method: 'DELETE' })).status).toBe(429)
  expect(registry.asked).toEqual(['DELETE /1'])
})

test('transports that share the pause wait too', async () => {
  const patience = createPatience()
  const registry = fakeTransport(() => new Response('{}'))
  const transport = patientTransport(registry, 6, patience)
  patience.pause(3)
  const asked = transport({ path: '/1' })
  await vi.advanceTimersByTimeAsync(2900)
  expect(registry.asked).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  await asked
  expect(registry.asked).toEqual(['GET /1'])
})

test('after a pause fewer are sent at a time, until the registry recovers', async () => {
  let isBusy = true
  let running = 0
  let most = 0
  const transport = patientTransport(async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 10))
    running -= 1
    return isBusy
      ? errorAnswer(429, 'TOOMANYREQUESTS', '', { 'Retry-After': '1' })
      : new Response('{}')
  }, 6)
  const all = Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const answer = await transport({ path: `/${index}` })
      leave(answer.body)
      return answer
    }),
  )
  await vi.advanceTimersByTimeAsync(20)
  expect(most).toBe(6)
  isBusy = false
  most = 0
  await vi.advanceTimersByTimeAsync(1025)
  expect(most).toBe(3)
  await vi.advanceTimersByTimeAsync(1000)
  await all
  expect(most).toBe(6)
})
