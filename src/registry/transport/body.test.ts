import { expect, test } from 'vitest'
import { parseJson, readBytes } from './body.ts'
import type { RegistryRequest } from './transport.ts'

const request: RegistryRequest = { path: '/v2/a/tags/list' }
const LIMIT = 1000

test.each([
  ['cut-off', new Response('{"tags":["1', { headers: { 'Content-Length': '40' } })],
  ['too-large', new Response('{}', { headers: { 'Content-Length': '1001' } })],
  ['too-large', new Response('x'.repeat(1001))],
  ['compressed', new Response('{}', { headers: { 'X-Registry-Content-Encoding': 'gzip' } })],
])('%s', async (reason, response) => {
  await expect(readBytes(response, request, LIMIT)).rejects.toMatchObject({ reason })
})

test('a length of compressed bytes isn’t binding', async () => {
  const headers = { 'Content-Length': '900', 'Content-Encoding': 'gzip' }
  const bytes = await readBytes(new Response('{}', { headers }), request, LIMIT)
  expect(bytes.length).toBe(2)
})

test.each([
  ['a connection that breaks', new TypeError('network error'), 'cut-off'],
  ['a time that runs out', new DOMException('', 'TimeoutError'), 'timeout'],
])('%s while the response is read', async (_name, cause, reason) => {
  const body = new ReadableStream({ start: (controller) => controller.error(cause) })
  await expect(readBytes(new Response(body), request, LIMIT)).rejects.toMatchObject({ reason })
})

test('an endless response is abandoned at the limit', async () => {
  let pulled = 0
  const body = new ReadableStream({
    pull: (controller) => {
      pulled += 1
      controller.enqueue(new Uint8Array(400))
    },
  })
  await expect(readBytes(new Response(body), request, LIMIT)).rejects.toMatchObject({
    reason: 'too-large',
  })
  expect(pulled).toBeLessThan(10)
})

test.each([
  ['web-page', '<!doctype html><title>Login</title>', 'text/html'],
  ['web-page', '\n<HTML>', 'application/json'],
  ['web-page', 'Please log in', 'text/html; charset=utf-8'],
  ['cut-off', '{"tags":["1', 'application/json'],
  ['cut-off', '', 'application/json'],
  ['not-json', 'pong', 'text/plain'],
  ['not-json', '{"tags":}', 'application/json'],
])('%s: %s', (reason, text, type) => {
  const response = new Response(text, { headers: { 'Content-Type': type } })
  const bytes = new TextEncoder().encode(text)
  expect(() => parseJson(bytes, response, request)).toThrow(expect.objectContaining({ reason }))
})
