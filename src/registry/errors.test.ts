import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readErrorDetails } from './errors.ts'

test('the entries of an error body are read; `detail` can be anything', () => {
  const errors = [
    { code: 'UNAUTHORIZED', message: 'no', detail: [{ Type: 'registry' }] },
    { code: 'UNKNOWN', message: 'x', detail: 'text' },
    { code: 'BARE' },
  ]
  expect(readErrorDetails(JSON.stringify({ errors }))).toEqual([
    errors[0],
    errors[1],
    { code: 'BARE', message: '', detail: undefined },
  ])
})

test.each([
  '',
  'null',
  '[]',
  '{}',
  '{"errors":null}',
  '{"errors":[{}]}',
  '{"errors":{"code":"X"}}',
  '<html>',
])('%s is not an error body', (body) => expect(readErrorDetails(body)).toEqual([]))

test('no body makes the parser fail', () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((errors) => JSON.stringify({ errors })),
    fc.array(fc.jsonValue()).map((errors) => JSON.stringify({ errors })),
  )
  fc.assert(
    fc.property(bodies, (body) => {
      for (const { code, message } of readErrorDetails(body)) {
        expect([typeof code, typeof message]).toEqual(['string', 'string'])
      }
    }),
  )
})
