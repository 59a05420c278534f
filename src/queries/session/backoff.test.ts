import { expect, test } from 'vitest'
import { NotFoundError, RegistryUnreachableError } from '../../registry/errors.ts'
import { askAgainAfter } from './backoff.ts'

test('an unreachable registry is retried after growing delays, up to a minute', () => {
  const error = new RegistryUnreachableError('GET /v2/', 'gateway', 'down')
  const after = [1, 2, 3, 4, 5, 50].map((errorUpdateCount) =>
    askAgainAfter({ state: { error, errorUpdateCount } }),
  )
  expect(after).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000])
})

test('a response is not requested again', () => {
  const error = new NotFoundError('GET /v2/', 404, [], '')
  expect(askAgainAfter({ state: { error, errorUpdateCount: 1 } })).toBe(false)
  expect(askAgainAfter({ state: { error: null, errorUpdateCount: 1 } })).toBe(false)
})
