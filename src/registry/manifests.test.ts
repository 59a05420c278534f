import { expect, test } from 'vitest'
import { sha256Digest } from './digest.ts'
import { errorAnswer, fakeTransport } from '../../test/fakeTransport.ts'
import { deleteManifest, fetchManifest, putManifest } from './manifests.ts'
import { MANIFEST_ACCEPT, MEDIA_TYPE } from './mediaTypes.ts'
import { parseRepositoryName, parseTag } from '../../test/names.ts'

const repository = parseRepositoryName('a/b')
const tag = parseTag('1')
const bytes = new TextEncoder().encode('{"schemaVersion":2,"manifests":[]}')
const digest = sha256Digest(bytes)
const other = sha256Digest(new TextEncoder().encode('other'))
const headers = { 'Content-Type': MEDIA_TYPE.ociIndex, 'Docker-Content-Digest': digest }

test('a manifest is fetched with every type accepted, and its bytes are verified', async () => {
  const transport = fakeTransport((path, { accept }) => {
    expect([path, accept]).toEqual([`/v2/a/b/manifests/1`, MANIFEST_ACCEPT])
    return new Response(bytes, { headers })
  })
  const fetched = await fetchManifest({ transport, repository }, tag)
  expect(fetched).toMatchObject({
    digest,
    mediaType: MEDIA_TYPE.ociIndex,
    manifest: { kind: 'image-index' },
  })
  expect(fetched.bytes).toEqual(bytes)
})

test('bytes with another digest are refused: the requested one counts, then the one in the response', async () => {
  const answer = (named: string) =>
    fakeTransport(
      () => new Response(bytes, { headers: { ...headers, 'Docker-Content-Digest': named } }),
    )
  await expect(fetchManifest({ transport: answer(other), repository }, tag)).rejects.toMatchObject({
    name: 'DigestMismatchError',
    expected: other,
    actual: digest,
  })
  await expect(
    fetchManifest({ transport: answer(other), repository }, other),
  ).rejects.toMatchObject({
    expected: other,
  })
  expect((await fetchManifest({ transport: answer(other), repository }, digest)).digest).toBe(
    digest,
  )
  expect((await fetchManifest({ transport: answer('nonsense'), repository }, tag)).digest).toBe(
    digest,
  )
})

test.each([
  ['application/json; charset=utf-8', 'application/json; charset=utf-8'],
  ['no media type', ''],
  [undefined, ''],
])('the media type in the response is kept if it is valid: %s', async (named, kept) => {
  const served = { headers: named === undefined ? {} : { 'Content-Type': named } }
  const { mediaType } = await fetchManifest(
    { transport: fakeTransport(() => new Response(bytes, served)), repository },
    tag,
  )
  expect(mediaType).toBe(kept)
})

test.each([200, 204])('a DELETE or PUT answered with %i proves nothing', async (status) => {
  const transport = fakeTransport(
    () => new Response(status === 204 ? null : '<html>login</html>', { status }),
  )
  await expect(deleteManifest({ transport, repository }, digest)).rejects.toMatchObject({
    reason: 'unexpected',
  })
  await expect(
    putManifest({ transport, repository }, tag, MEDIA_TYPE.ociIndex, bytes),
  ).rejects.toMatchObject({
    reason: 'unexpected',
  })
})

test('a DELETE goes out without a body, a content type, or a list of accepted types', async () => {
  // Artifactory answers 406 if a manifest type is accepted.
  const transport = fakeTransport((_, request) => {
    expect(request).toEqual({ method: 'DELETE', path: '/v2/a/b/manifests/1' })
    return new Response(null, { status: 202 })
  })
  await deleteManifest({ transport, repository }, tag)
  expect(transport.asked).toHaveLength(1)
})

test('202 and 201 are success', async () => {
  const transport = fakeTransport(
    (_, { method }) => new Response(null, { status: method === 'PUT' ? 201 : 202 }),
  )
  await deleteManifest({ transport, repository }, tag)
  expect(await putManifest({ transport, repository }, tag, MEDIA_TYPE.ociIndex, bytes)).toBe(digest)
  expect(transport.asked).toEqual(['DELETE /v2/a/b/manifests/1', 'PUT /v2/a/b/manifests/1'])
})

test('a refusal keeps the registry’s words', async () => {
  const transport = fakeTransport(() => errorAnswer(404, 'MANIFEST_UNKNOWN', 'manifest unknown'))
  await expect(fetchManifest({ transport, repository }, tag)).rejects.toThrow(
    'GET /v2/a/b/manifests/1 answered 404 (MANIFEST_UNKNOWN: manifest unknown)',
  )
})
