import { expect, test } from 'vitest'
import { sha256Digest } from './digest.ts'
import { errorAnswer, fakeTransport, jsonAnswer } from '../../test/fakeTransport.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import { parseDigest, parseRepositoryName } from '../../test/names.ts'
import { listReferrers } from './referrers.ts'
import { referrersTag } from './tags/attachmentTags.ts'

const repository = parseRepositoryName('a')
const digest = (letter: string) => parseDigest(`sha256:${letter.repeat(64)}`)
const subject = digest('a')
const entry = (letter: string, artifactType: string) => ({
  mediaType: MEDIA_TYPE.ociManifest,
  digest: digest(letter),
  size: 3,
  artifactType,
})

function registry({ api, tag }: { api?: object; tag?: object }) {
  return fakeTransport((path) => {
    const isApi = path === `/v2/a/referrers/${subject}`
    const index = isApi
      ? api
      : path === `/v2/a/manifests/${referrersTag(subject)}`
        ? tag
        : undefined
    if (!index) return isApi ? undefined : errorAnswer(404, 'MANIFEST_UNKNOWN')
    const bytes = new TextEncoder().encode(JSON.stringify(index))
    const headers = {
      'Content-Type': MEDIA_TYPE.ociIndex,
      'Docker-Content-Digest': sha256Digest(bytes),
    }
    return new Response(bytes, { headers })
  })
}

test('API and tag are both read, and a referrer found by both is listed once', async () => {
  const found = await listReferrers(
    {
      transport: registry({
        api: { manifests: [entry('b', 'x/api'), entry('c', 'x/c')] },
        tag: { manifests: [entry('b', 'x/tag'), entry('d', 'x/d')] },
      }),
      repository,
    },
    subject,
  )
  expect(found.map((one) => one.digest)).toEqual([digest('b'), digest('d'), digest('c')])
})

test('no API and no tag mean no referrers', async () => {
  expect(await listReferrers({ transport: registry({}), repository }, subject)).toEqual([])
})

test('any other failure is reported', async () => {
  const transport = fakeTransport(() => jsonAnswer({}, { status: 500 }))
  await expect(listReferrers({ transport, repository }, subject)).rejects.toMatchObject({
    status: 500,
  })
})

test('something else at the tag isn’t a referrer', async () => {
  const image = { config: entry('e', ''), layers: [] }
  expect(await listReferrers({ transport: registry({ tag: image }), repository }, subject)).toEqual(
    [],
  )
})

test('an algorithm with characters that tags can’t contain makes no broken request', async () => {
  const transport = registry({})
  await listReferrers({ transport, repository }, parseDigest('sha256+b64:abc='))
  for (const line of transport.asked) expect(line).toMatch(/^GET [^?#%\s]+$/)
})
