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

function registry(lists: { api?: object; tag?: object }) {
  return fakeTransport((path) => answer(path, lists))
}

function answer(path: string, { api, tag }: { api?: object; tag?: object }) {
  const isApi = path === `/v2/a/referrers/${subject}`
  const index = isApi ? api : path === `/v2/a/manifests/${referrersTag(subject)}` ? tag : undefined
  if (!index) return isApi ? undefined : errorAnswer(404, 'MANIFEST_UNKNOWN')
  const bytes = new TextEncoder().encode(JSON.stringify(index))
  const headers = {
    'Content-Type': MEDIA_TYPE.ociIndex,
    'Docker-Content-Digest': sha256Digest(bytes),
  }
  return new Response(bytes, { headers })
}

test('API and tag are both read, and a referrer found by both is listed once', async () => {
  const transport = registry({
    api: { manifests: [entry('b', 'x/api'), entry('c', 'x/c')] },
    tag: { manifests: [entry('b', 'x/tag'), entry('d', 'x/d')] },
  })
  const { found, ...rest } = await listReferrers({ transport, repository }, subject)
  expect(found.map((one) => one.digest)).toEqual([digest('b'), digest('d'), digest('c')])
  expect(rest).toEqual({ hasApi: true, failures: [] })
})

const html = (status: number) =>
  new Response('<html>', { status, headers: { 'Content-Type': 'text/html' } })
const tagged = { manifests: [entry('d', 'x/d')] }

test.each<[string, Response | undefined]>([
  ['an unknown route', undefined],
  ['a 404 of GHCR', errorAnswer(404, 'MANIFEST_UNKNOWN')],
  ['a 400', errorAnswer(400, 'MANIFEST_INVALID')],
  ['a 405 as text', new Response('', { status: 405 })],
  ['a 406', html(406)],
  ['a web page', html(200)],
  ['other JSON', jsonAnswer({ status: 'ok' })],
])('where the API’s answer is %s, there is none, and the tag is read', async (_what, response) => {
  const transport = fakeTransport((path) =>
    path.includes('/referrers/') ? response?.clone() : answer(path, { tag: tagged }),
  )
  const { found, ...rest } = await listReferrers({ transport, repository }, subject)
  expect(found.map((one) => one.digest)).toEqual([digest('d')])
  expect(rest).toEqual({ hasApi: false, failures: [] })
})

test('no API and no tag mean no referrers', async () => {
  const none = await listReferrers({ transport: registry({}), repository }, subject)
  expect(none).toEqual({ found: [], hasApi: false, failures: [] })
})

test('a source that fails hides no other, and its failure is told', async () => {
  const lists = { api: { manifests: [entry('b', 'x/b')] }, tag: tagged }
  for (const [part, letter] of [
    ['/referrers/', 'd'],
    ['/manifests/', 'b'],
  ] as const) {
    const transport = fakeTransport((path) =>
      path.includes(part) ? jsonAnswer({}, { status: 500 }) : answer(path, lists),
    )
    const list = await listReferrers({ transport, repository }, subject)
    expect(list.found.map((one) => one.digest)).toEqual([digest(letter)])
    expect(list).toMatchObject({ hasApi: true, failures: [{ status: 500 }] })
  }
})

test('pages are followed by their links, and a page that fails keeps those before it', async () => {
  const pages = ['b', 'c', 'd'].map((letter, at) =>
    jsonAnswer(
      { mediaType: MEDIA_TYPE.ociIndex, manifests: [entry(letter, 'x/y')] },
      { headers: at < 2 ? { Link: `<http://x.test/r?page=${at + 1}>; rel="next"` } : {} },
    ),
  )
  const paged = (last: Response | undefined) =>
    fakeTransport((path) => {
      const at = Number(new URL(path, 'http://x.test').searchParams.get('page'))
      if (!path.includes('/referrers/')) return errorAnswer(404, 'MANIFEST_UNKNOWN')
      return (at === 2 ? last : pages[at])?.clone()
    })
  const whole = await listReferrers({ transport: paged(pages[2]), repository }, subject)
  expect(whole.found.map((one) => one.digest)).toEqual(['b', 'c', 'd'].map(digest))
  const cut = await listReferrers(
    { transport: paged(errorAnswer(400, 'UNSUPPORTED')), repository },
    subject,
  )
  expect(cut.found.map((one) => one.digest)).toEqual(['b', 'c'].map(digest))
  expect(cut).toMatchObject({ hasApi: true, failures: [{ status: 400 }] })
})

test('something else at the tag isn’t a referrer', async () => {
  const image = { config: entry('e', ''), layers: [] }
  const { found } = await listReferrers(
    { transport: registry({ tag: image }), repository },
    subject,
  )
  expect(found).toEqual([])
})

test('an algorithm with characters that tags can’t contain makes no broken request', async () => {
  const transport = registry({})
  await listReferrers({ transport, repository }, parseDigest('sha256+b64:abc='))
  for (const line of transport.asked) expect(line).toMatch(/^GET [^?#%\s]+$/)
})
