import { expect, test } from 'vitest'
import { collect } from './transport/answer.ts'
import { CONFIG_LIMIT, fetchJsonBlob, streamBlob } from './blobs.ts'
import { sha256Digest } from './digest.ts'
import { errorAnswer, fakeTransport } from '../../test/fakeTransport.ts'
import type { Descriptor } from './manifest.ts'
import { parseRepositoryName } from '../../test/names.ts'

const repository = parseRepositoryName('a')
const text = '{"os":"linux"}'
const bytes = new TextEncoder().encode(text)
const descriptor: Descriptor = {
  mediaType: 'application/json',
  digest: sha256Digest(bytes),
  size: bytes.length,
  annotations: new Map(),
  urls: [],
}

const ask = (answer: Response, changes: Partial<Descriptor> = {}) => {
  const transport = fakeTransport(() => answer.clone())
  return fetchJsonBlob({ transport, repository }, { ...descriptor, ...changes })
}

test('a config is JSON with verified bytes', async () => {
  expect(await ask(new Response(bytes))).toEqual({ os: 'linux' })
})

test.each([
  ['other bytes', new Response('{"os":"evil!"}'), { name: 'DigestMismatchError' }],
  ['no bytes at all', new Response(''), { reason: 'cut-off' }],
  ['gone', errorAnswer(404, 'BLOB_UNKNOWN'), { name: 'NotFoundError' }],
  ['another storage', new Response(null, { status: 307 }), { name: 'RedirectedError' }],
])('%s', async (_name, answer, error) => {
  await expect(ask(answer)).rejects.toMatchObject(error)
})

test('an impossibly large config isn’t even requested', async () => {
  const transport = fakeTransport(() => new Response(bytes))
  const huge = { ...descriptor, size: CONFIG_LIMIT + 1 }
  await expect(fetchJsonBlob({ transport, repository }, huge)).rejects.toMatchObject({
    reason: 'too-large',
  })
  expect(transport.asked).toEqual([])
})

test('an empty config needs no request', async () => {
  const transport = fakeTransport(() => undefined)
  const empty = { ...descriptor, digest: sha256Digest(new Uint8Array()), size: 0 }
  expect(await fetchJsonBlob({ transport, repository }, empty)).toEqual({})
  expect(transport.asked).toEqual([])
})

test('bytes with the right hash that aren’t JSON are reported', async () => {
  const broken = new TextEncoder().encode('tar\u0000archive')
  await expect(
    ask(new Response(broken), { digest: sha256Digest(broken), size: broken.length }),
  ).rejects.toMatchObject({ reason: 'not-json' })
})

test('wrong content in the browser’s cache is requested once more, bypassing the cache', async () => {
  const page = () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })
  const read = (answer: (cache: string | undefined) => Response) => {
    const caches: (string | undefined)[] = []
    const transport = fakeTransport((_path, { cache }) => {
      caches.push(cache)
      return answer(cache)
    })
    return { caches, json: fetchJsonBlob({ transport, repository }, descriptor) }
  }
  const kept = read((cache) => (cache === 'reload' ? new Response(bytes) : page()))
  expect(await kept.json).toEqual({ os: 'linux' })
  expect(kept.caches).toEqual(['default', 'reload'])
  const always = read(page)
  await expect(always.json).rejects.toMatchObject({ name: 'DigestMismatchError' })
  expect(always.caches).toEqual(['default', 'reload'])
  const gone = read(() => errorAnswer(404, 'BLOB_UNKNOWN'))
  await expect(gone.json).rejects.toMatchObject({ name: 'NotFoundError' })
  expect(gone.caches).toEqual(['default'])
})

test('a blob, or a part of it, comes in pieces', async () => {
  const ranges: (string | undefined)[] = []
  const transport = fakeTransport((_path, { headers }) => {
    const range = headers?.['Range']
    ranges.push(range)
    if (!range) return new Response(bytes)
    const [start = 0, last = 0] = range.replace('bytes=', '').split('-').map(Number)
    const named = { 'Content-Range': `bytes ${start}-${last}/${bytes.length}` }
    return new Response(bytes.slice(start, last + 1), { status: 206, headers: named })
  })
  const read = async (part?: { start?: number; end?: number }) =>
    new TextDecoder().decode(await collect(streamBlob({ transport, repository }, descriptor, part)))
  expect(await read()).toBe(text)
  expect(await read({ start: 2, end: 4 })).toBe('os')
  expect(await read({ start: 13 })).toBe('}')
  expect(ranges).toEqual([undefined, 'bytes=2-3', 'bytes=13-13'])
})

test.each<[string, Response, { start?: number } | undefined, string]>([
  ['all of it where a part was asked for', new Response(bytes), { start: 2 }, 'unexpected'],
  ['less than the descriptor says', new Response(bytes.slice(1)), undefined, 'cut-off'],
  ['more than the descriptor says', new Response(`${text} `), undefined, 'too-large'],
])('of a blob: %s', async (_name, answer, part, reason) => {
  const transport = fakeTransport(() => answer)
  const pieces = streamBlob({ transport, repository }, descriptor, part)
  await expect(collect(pieces)).rejects.toMatchObject({ reason })
})
