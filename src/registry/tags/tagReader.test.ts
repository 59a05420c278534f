import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../../test/fakeTransport.ts'
import { digestLike, sha256Digest } from '../digest.ts'
import { MEDIA_TYPE } from '../mediaTypes.ts'
import type { Digest } from '../names.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { askListedTags, askTag, readTag } from './tagReader.ts'

const repository = parseRepositoryName('a')
const tag = parseTag('1')
const bytes = new TextEncoder().encode('{"schemaVersion":2,"manifests":[]}')
const digest = sha256Digest(bytes)
const other = sha256Digest(new TextEncoder().encode('other'))
const headers = { 'Content-Type': `${MEDIA_TYPE.ociIndex}; charset=utf-8` }
const named = { ...headers, 'Docker-Content-Digest': digest }
const at = { kind: 'at', digest, mediaType: MEDIA_TYPE.ociIndex }
const html = () => new Response('<html>', { status: 404 })
const wordless = (status: unknown) =>
  jsonAnswer({ errors: [{ status, message: 'not found' }] }, { status: 404 })

const readers = {
  ask: (answer: () => Response) => askTag({ transport: fakeTransport(answer), repository }, tag),
  read: (answer: () => Response) => readTag({ transport: fakeTransport(answer), repository }, tag),
}

test.each<[string, () => Response, object]>([
  ['a digest that the registry names', () => new Response(bytes, { headers: named }), at],
  ['its own word', () => errorAnswer(404, 'MANIFEST_UNKNOWN'), { kind: 'absent' }],
  ['a page that was not found', html, { kind: 'unknown', problem: 'silent' }],
  ...['NAME_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED', 'TAG_UNKNOWN', 'manifest_unknown'].map(
    (code): [string, () => Response, object] => [
      code,
      () => errorAnswer(404, code),
      { kind: 'absent' },
    ],
  ),
  ['its word without a code', () => wordless(404), { kind: 'absent' }],
  ['a status of JSON:API', () => wordless('404'), { kind: 'unknown' }],
  ['a hidden tag', () => errorAnswer(404, 'DENIED'), { kind: 'unknown' }],
  ['a refusal', () => errorAnswer(403, 'DENIED'), { kind: 'unknown', problem: 'no-right' }],
  ['a failure', () => errorAnswer(500, 'UNKNOWN'), { kind: 'unknown', problem: 'error' }],
])('with or without the content, %s proves the same', async (_name, answer, state) => {
  expect(await readers.ask(answer)).toMatchObject(state)
  expect(await readers.read(answer)).toMatchObject(state)
})

test('content without a stated digest proves its own; content with another stated digest proves nothing', async () => {
  expect(await readers.read(() => new Response(bytes, { headers }))).toMatchObject({
    ...at,
    content: { digest, bytes },
  })
  const wrong = { ...headers, 'Docker-Content-Digest': other }
  expect(await readers.read(() => new Response(bytes, { headers: wrong }))).toMatchObject({
    kind: 'unknown',
    error: { name: 'DigestMismatchError' },
  })
})

test('no content is fetched if not wanted; without a stated digest, it is hashed', async () => {
  const naming = fakeTransport(() => new Response(bytes, { headers: named }))
  expect(await askTag({ transport: naming, repository }, tag)).toEqual(at)
  expect(naming.asked).toEqual(['HEAD /v2/a/manifests/1'])
  const silent = fakeTransport(() => new Response(bytes, { headers }))
  expect(await askTag({ transport: silent, repository }, tag)).toEqual(at)
  expect(silent.asked).toEqual(['HEAD /v2/a/manifests/1', 'GET /v2/a/manifests/1'])
  expect(await askTag({ transport: silent, repository }, digest)).toEqual(at)
  const long = digestLike(`sha512:${'0'.repeat(128)}` as Digest, bytes) ?? other
  expect(await askTag({ transport: silent, repository }, long)).toEqual({ ...at, digest: long })
  expect(await askTag({ transport: silent, repository }, other)).toMatchObject({ kind: 'unknown' })
})

test.each<[string, BodyInit, Record<string, string>]>([
  ['a web page', '<html>', { 'Content-Type': 'text/html' }],
  ['other JSON', '{"status":"ok"}', { 'Content-Type': 'application/json' }],
  ['an unreadable digest', bytes, { ...headers, 'Docker-Content-Digest': 'sha256:x' }],
])('%s in place of a manifest proves nothing', async (_name, body, sent) => {
  expect(await readers.ask(() => new Response(body, { headers: sent }))).toMatchObject({
    kind: 'unknown',
  })
})

test('no cache answers for a tag, and a 401 asks for a login', async () => {
  const caches: unknown[] = []
  const transport = fakeTransport((_path, { cache = 'no-store' }) => {
    caches.push(cache)
    return errorAnswer(401, 'UNAUTHORIZED')
  })
  await expect(askTag({ transport, repository }, tag)).rejects.toMatchObject({ status: 401 })
  await expect(readTag({ transport, repository }, tag)).rejects.toMatchObject({ status: 401 })
  expect(caches).toEqual(['no-store', 'no-store'])
})

test('that a repository doesn’t exist proves nothing about a tag that it lists', async () => {
  const unlisted = parseTag('2')
  const asked = (code: string) => {
    const transport = fakeTransport(() => errorAnswer(404, code))
    return askListedTags({ transport, repository }, [tag, unlisted], new Set([tag]))
  }
  const hidden = await asked('NAME_UNKNOWN')
  expect([hidden.get(tag)?.kind, hidden.get(unlisted)?.kind]).toEqual(['unknown', 'absent'])
  expect((await asked('MANIFEST_UNKNOWN')).get(tag)?.kind).toBe('absent')
})
