import { expect, test } from 'vitest'
import { collect, deliversByte, readPieces } from './answer.ts'
import { readBytes } from './body.ts'
import { MalformedResponseError, RegistryError, isGone } from '../errors.ts'
import { endlessBody, errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import { deleteManifest } from '../manifests.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { send } from './transport.ts'

const failureOf = (answer: Response) =>
  send(
    fakeTransport(() => answer),
    { path: '/v2/' },
  ).catch((error: unknown) => error)

test.each([
  [400, 65_536],
  [401, 65_536],
  [404, 65_536],
  [429, 65_536],
  [500, 65_536],
  [502, undefined],
])('only 64 kB of a %i are read', async (status, length) => {
  const { body, taken } = endlessBody()
  const error = await failureOf(new Response(body, { status }))
  expect(error).toBeInstanceOf(RegistryError)
  expect((error as { body?: string }).body?.length).toBe(length)
  expect(taken()).toBeLessThan(200_000)
})

test('a longer error body proves nothing', async () => {
  const absence = (length: number) =>
    failureOf(errorAnswer(404, 'MANIFEST_UNKNOWN', 'x'.repeat(length)))
  expect(isGone(await absence(65_000))).toBe(true)
  expect(isGone(await absence(66_000))).toBe(false)
})

test('only 64 kB of a 202 are read', async () => {
  const { body, taken } = endlessBody()
  const transport = fakeTransport(() => new Response(body, { status: 202 }))
  await deleteManifest({ transport, repository: parseRepositoryName('a') }, parseTag('b'))
  expect(taken()).toBeLessThan(200_000)
})

test('a Content-Length that is too small doesn’t bypass the limit', async () => {
  const { body, taken } = endlessBody()
  const answer = new Response(body, { headers: { 'Content-Length': '10' } })
  const read = await readBytes(answer, { path: '/v2/' }, 100_000).catch((error: unknown) => error)
  expect(read instanceof MalformedResponseError && read.reason).toBe('too-large')
  expect(taken()).toBeLessThan(200_000)
})

test('pieces end at the limit, and there are none without a body', async () => {
  const read = (limit: number) => collect(readPieces(new Response('12345'), limit))
  expect(await read(5)).toEqual(new TextEncoder().encode('12345'))
  expect(await read(4)).toEqual(new TextEncoder().encode('1234'))
  expect(await collect(readPieces(new Response(null), 5))).toHaveLength(0)
})

test('for a first byte one piece is read, and a copy that nobody reads blocks nothing', async () => {
  const { body, taken } = endlessBody()
  const answer = new Response(body)
  const copy = answer.clone()
  expect(await deliversByte(answer)).toBe(true)
  expect((await collect(readPieces(copy, 10))).length).toBe(10)
  expect(taken()).toBeLessThan(200_000)
  expect(await deliversByte(new Response(''))).toBe(false)
  expect(await deliversByte(new Response(null))).toBe(false)
})
