import { expect, test } from 'vitest'
import { CONFIG_LIMIT, fetchJsonBlob } from './blobs.ts'
import { sha256Digest } from './digest.ts'
import { errorAnswer, fakeTransport } from './fakeTransport.ts'
import type { Descriptor } from './manifest.ts'
import { parseRepositoryName } from './names.ts'

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
  const transport = fakeTransport(() => answer)
  return fetchJsonBlob(transport, repository, { ...descriptor, ...changes })
}

test('a config is JSON whose bytes were checked', async () => {
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

test('a config too large to be one is not even asked for', async () => {
  const transport = fakeTransport(() => new Response(bytes))
  const huge = { ...descriptor, size: CONFIG_LIMIT + 1 }
  await expect(fetchJsonBlob(transport, repository, huge)).rejects.toMatchObject({
    reason: 'too-large',
  })
  expect(transport.asked).toEqual([])
})

test('bytes that hash right but are no JSON are told', async () => {
  const broken = new TextEncoder().encode('tar\u0000archive')
  await expect(
    ask(new Response(broken), { digest: sha256Digest(broken), size: broken.length }),
  ).rejects.toMatchObject({ reason: 'not-json' })
})
