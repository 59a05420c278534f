import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pushImage, tagManifest } from './content.mjs'
import { type FaultProxy, type Rule, startFaultProxy } from './faults.mjs'
import { resolveReference } from './inspect.mjs'
import { type Registry, startRegistry } from './registry.mjs'

let registry: Registry
let proxy: FaultProxy
let digest: string

beforeAll(async () => {
  registry = await startRegistry()
  proxy = await startFaultProxy({ upstream: registry.origin })
  ;({ digest } = await pushImage({ origin: proxy.origin, repository: 'app', tag: '1' }))
})
afterAll(async () => {
  await proxy.stop()
  await registry.stop()
})
beforeEach(() => {
  proxy.rules([])
  proxy.forget()
})

async function get(
  path = 'tags/list',
  signal?: AbortSignal,
): Promise<[number, string | null, string]> {
  const response = await fetch(`${proxy.origin}/v2/app/${path}`, signal ? { signal } : {})
  return [response.status, response.headers.get('content-type'), await response.text()]
}

const JSON_TYPE = 'application/json; charset=utf-8'
const TAGS = '{"name":"app","tags":["1"]}\n'

test.each<[Rule, unknown[]]>([
  [
    { fault: 'status', status: 429, code: 'TOOMANYREQUESTS' },
    [429, 'application/json', expect.stringContaining('TOOMANYREQUESTS')],
  ],
  [{ fault: 'html' }, [200, 'text/html', expect.stringContaining('<!doctype html>')]],
  [{ fault: 'delay', ms: 5 }, [200, JSON_TYPE, TAGS]],
  [{ fault: 'truncate', bytes: 7 }, [200, JSON_TYPE, '{"name"']],
  [{ fault: 'body', body: '{}' }, [200, JSON_TYPE, '{}']],
  [{ fault: 'header', set: { 'content-type': 'a/b' } }, [200, 'a/b', TAGS]],
])('%j', async (rule, answer) => {
  proxy.rules([rule])
  expect(await get()).toEqual(answer)
})

test('garble changes one byte', async () => {
  proxy.rules([{ fault: 'garble' }])
  const [, , text] = await get()
  expect(text).toHaveLength(TAGS.length)
  const expected = Buffer.from(TAGS)
  expect(Buffer.from(text).filter((byte, at) => byte !== expected[at])).toHaveLength(1)
})

test.each<Rule>([{ fault: 'reset' }, { fault: 'lost' }, { fault: 'cut' }])('%j', async (rule) => {
  proxy.rules([rule])
  await expect(get()).rejects.toThrow(/terminated|fetch failed/)
})

test('hang answers nothing', async () => {
  proxy.rules([{ fault: 'hang' }])
  await expect(get('tags/list', AbortSignal.timeout(50))).rejects.toThrow(/timeout/)
})

test('a rule applies to the method, path, position and number of requests in it', async () => {
  proxy.rules([{ fault: 'status', status: 503, method: 'GET', path: 'tags', after: 1, times: 1 }])
  const statuses = []
  for (const path of ['tags/list', 'blobs/x', 'tags/list', 'tags/list']) {
    statuses.push((await get(path))[0])
  }
  expect(statuses).toEqual([200, 404, 503, 200])
  expect(proxy.log().map(({ url, fault }) => [url, fault])[2]).toEqual([
    '/v2/app/tags/list',
    'status',
  ])
})

test('a rule applies to one agent; the log has when a request was forwarded and answered', async () => {
  proxy.rules([{ fault: 'reset', agent: 'first' }])
  const url = `${proxy.origin}/v2/app/tags/list`
  const ask = (agent: string) => fetch(url, { headers: { 'user-agent': agent } })
  await expect(ask('first')).rejects.toThrow(/fetch failed/)
  expect((await ask('second')).status).toBe(200)
  const [reset, passed] = proxy.log()
  expect(reset).toMatchObject({ sent: undefined, answered: undefined })
  const { at = 0, sent = 0, answered = 0 } = passed ?? {}
  expect([at, sent, answered]).toEqual([at, sent, answered].toSorted((one, other) => one - other))
  expect(at).toBeGreaterThan(0)
})

test('a deletion is held while a tag moves, and done when released', async () => {
  const place = { origin: registry.origin, repository: 'app' }
  await pushImage({ ...place, tag: 'held', content: 'held' })
  const held = await resolveReference(place, 'held')
  const hold = proxy.hold({ method: 'DELETE', path: 'manifests/sha256' })
  const deletion = fetch(`${proxy.origin}/v2/app/manifests/${held}`, { method: 'DELETE' })
  expect((await hold.reached).url).toContain(held)
  await tagManifest({ ...place, reference: digest, tag: 'held' })
  hold.release()
  expect((await deletion).status).toBe(202)
  expect(await resolveReference(place, 'held')).toBe(digest)
})

test('a response is held once the registry is done; if dropped, it is lost', async () => {
  const place = { origin: registry.origin, repository: 'app' }
  const gone = await pushImage({ ...place, tag: 'gone', content: 'gone' })
  const hold = proxy.hold({ method: 'DELETE', path: 'manifests', phase: 'answer' })
  const deletion = fetch(`${proxy.origin}/v2/app/manifests/${gone.digest}`, { method: 'DELETE' })
  await hold.reached
  expect(await resolveReference(place, 'gone')).toBeUndefined()
  hold.drop()
  await expect(deletion).rejects.toThrow(/terminated|fetch failed/)
})
