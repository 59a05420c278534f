import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LoginRequiredError } from '../registry/errors.ts'
import { parseTag } from '../../test/names.ts'
import { askAll, followAnswers } from './answers.ts'

const TAGS = ['a', 'b', 'c'].map(parseTag)
const [A, B, C] = TAGS as [(typeof TAGS)[0], (typeof TAGS)[0], (typeof TAGS)[0]]

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
})
afterEach(() => {
  client.clear()
  vi.useRealTimers()
})

/** Queries with the data from `answer`, and the tags that were requested. */
function queries(answer: (tag: string, signal: AbortSignal) => Promise<string>) {
  const asked: string[] = []
  return {
    asked,
    of: (tag: string) => ({
      queryKey: ['x', tag],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        asked.push(tag)
        return answer(tag, signal)
      },
    }),
  }
}

test('new data is followed, and earlier snapshots don’t change', () => {
  vi.useFakeTimers()
  client.setQueryData(['x', A], 'one')
  client.setQueryData(['y', B], 'of another kind')
  const store = followAnswers<string>(client, ['x'], 100)
  const listener = vi.fn<() => void>()
  const stop = store.subscribe(listener)
  const before = store.read()
  client.setQueryData(['x', B], 'two')
  expect(store.read()).toBe(before)
  vi.advanceTimersByTime(100)
  expect([...before.of]).toEqual([[A, 'one']])
  expect([...store.read().of]).toEqual([
    [A, 'one'],
    [B, 'two'],
  ])
  client.removeQueries({ queryKey: ['x', A] })
  vi.advanceTimersByTime(100)
  expect([...store.read().of.keys()]).toEqual([B])
  expect(listener).toHaveBeenCalledTimes(2)
  stop()
})

test('what is known isn’t requested again, nor what failed', async () => {
  const { asked, of } = queries((tag) =>
    tag === B ? Promise.reject(new Error('broken')) : Promise.resolve(tag),
  )
  client.setQueryData(['x', A], 'known')
  await askAll(client, TAGS, of, new AbortController().signal)
  await askAll(client, TAGS, of, new AbortController().signal)
  expect(asked).toEqual([B, C])
  const { of: known, failed } = followAnswers<string>(client, ['x'], 100).read()
  expect([...known.keys()]).toEqual([A, C])
  expect([...failed]).toEqual([B])
})

test('an error that concerns all ends it, and is retried', async () => {
  const error = new LoginRequiredError('GET /v2/', 401, [], '')
  const { asked, of } = queries(() => Promise.reject(error))
  await expect(askAll(client, [A], of, new AbortController().signal)).rejects.toBe(error)
  expect(followAnswers(client, ['x'], 100).read().failed.size).toBe(0)
  await expect(askAll(client, [A], of, new AbortController().signal)).rejects.toBe(error)
  expect(asked).toEqual([A, A])
})

test('a request cancelled by a row is repeated; stopping cancels the own ones', async () => {
  const signals: AbortSignal[] = []
  const { asked, of } = queries((_, signal) => {
    signals.push(signal)
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')))
    })
  })
  const controller = new AbortController()
  const end = askAll(client, [A], of, controller.signal)
  await client.cancelQueries({ queryKey: ['x', A] })
  await vi.waitFor(() => expect(asked).toEqual([A, A]))
  controller.abort()
  await end
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})
