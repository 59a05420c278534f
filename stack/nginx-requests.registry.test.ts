import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeCertificate } from './certificate.mjs'
import { environmentFor, startNginx } from './nginx.mjs'
import { freePort } from './ports.mjs'
import { askRaw, startRawServer } from './raw.mjs'

// Requests that nginx refuses for their form, read-only or not: none of them reaches the registry. They are sent
// raw, since clients normalize what attackers don't.

const folder = mkdtempSync(join(tmpdir(), 'homeport-requests-'))
let server: Awaited<ReturnType<typeof startRawServer>>
let nginxes: Awaited<ReturnType<typeof startNginx>>[]
let session: ClientHttp2Session

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), 'the page')
  server = await startRawServer(() => 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
  const { certificate, key } = await makeCertificate(folder)
  const port = await freePort()
  const writing = environmentFor(`http://127.0.0.1:${server.port}`)
  const secure = {
    ENV_USE_SSL: 'yes',
    HOMEPORT_LISTEN_TLS: `127.0.0.1:${port}`,
    HOMEPORT_TLS_CERTIFICATE: certificate,
    HOMEPORT_TLS_KEY: key,
  }
  const readOnly = { ...writing, ENV_MODE_BROWSE_ONLY: 'true', ENV_BASE_PATH: '/below' }
  nginxes = await Promise.all([
    startNginx({ root: folder, environment: { ...writing, ...secure } }),
    startNginx({ root: folder, environment: readOnly }),
  ])
  session = connectHttp2(`https://localhost:${port}`, { ca: readFileSync(certificate) })
})
beforeEach(() => void server.requests().splice(0))
afterAll(async () => {
  session?.close()
  await Promise.all([...(nginxes ?? []), server].map((running) => running?.stop()))
  rmSync(folder, { recursive: true })
})

/** Each nginx's raw response to a request, after which the connection is closed. */
async function answersTo(line: string, headers = '', body = ''): Promise<string[]> {
  const request = `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n${body}`
  return await Promise.all(nginxes.map(({ port }) => askRaw(port, request)))
}

const HEADERS = [
  "Content-Security-Policy: default-src 'none'; sandbox; frame-ancestors 'none'",
  'Content-Type: application/json',
  'Cache-Control: no-store',
  'Content-Disposition: attachment',
  'Cross-Origin-Resource-Policy: same-origin',
  'X-Content-Type-Options: nosniff',
]

/** The code of each refusal, with everything unusual in it. */
function refusalsIn(answers: readonly string[]): string[] {
  return answers.map((answer) => {
    const missing = HEADERS.filter((header) => !answer.includes(`\r\n${header}\r\n`))
    const { errors } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as {
      errors: { code: string }[]
    }
    const codes = errors.map(({ code }) => code)
    return [answer.slice(0, 13), ...codes, ...missing, ...server.requests()].join(' ')
  })
}

const refused = (code: string) => `HTTP/1.1 400  ${code}`

describe('a path that something behind nginx could interpret differently', () => {
  test.each([
    '/v2/..;/metrics',
    '/v2/a/..;x=y/b',
    '/v2/a;x=y/tags/list',
    '/v2/a%3bx/tags/list',
    '/v2/..%3B/metrics',
    '/v2/..\\metrics',
    '/v2/a\\b',
    '/v2/..%5cmetrics',
    '/v2/..%5Cmetrics',
    '/v2/%252e%252e/metrics',
    '/v2/%252e%252e%252fmetrics',
    '/v2/%25%32%65%25%32%65/metrics',
    '/v2/a%2525b/tags/list',
    '/v2/%c0%ae%c0%ae/metrics',
    '/v2/..%c0%afmetrics',
    '/v2/%e0%80%ae%e0%80%ae/metrics',
    '/v2/%ef%bc%8e%ef%bc%8e/metrics',
    '/v2/\xc3\xa9/tags/list',
    '/v2/a%20b/tags/list',
    '/v2/a%09b/tags/list',
    '/v2/a%0d%0ab/tags/list',
    '/v2/a%3fb/tags/list',
    '/v2/a%23b/tags/list',
    '/v2/a%26b/tags/list',
    '/v2/a%7fb/tags/list',
    "/v2/a'b/tags/list",
    '/v2/a"b/tags/list',
    '/v2/a<b>/tags/list',
    '/v2/a{b}/tags/list',
    '/v2/a|b/tags/list',
    '/v2/a/../../v2/_catalog',
    '/v2/a%2f..%2fb',
    '/v2/a/.%2e/b',
    '/%76%32/_catalog',
  ])('is refused: %s', async (path) => {
    const code = refused('PATH_REFUSED')
    expect(refusalsIn(await answersTo(`GET ${path}`))).toEqual([code, code])
    const [, below = ''] = await answersTo(`GET /below${path}`)
    expect(refusalsIn([below])).toEqual([code])
  })

  test('is refused without a body to HEAD', async () => {
    for (const answer of await answersTo('HEAD /v2/..;/metrics')) {
      expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*\r\n\r\n$/)
    }
  })

  test.each([
    '/v2/',
    '/v2/?q=/../..;/%252e%252e/\\"<>%00%ff',
    '/v2/_catalog?n=100&last=a%2Fb%20c;d',
    '/v2/library/app/tags/list?n=1&last=x..y~',
    '/v2/a__b--c.d/e/tags/list',
    '/v2/library%2Fapp%2ftags/list',
    '/v2/a//b',
    '/v2/a..b/manifests/..a',
    '/v2/a/manifests/...',
    '/v2/a/manifests/1.0_X-y',
    '/v2/a/manifests/v1%2E0',
    `/v2/a/manifests/sha256:${'0'.repeat(64)}`,
    `/v2/a/blobs/sha256%3A${'0'.repeat(64)}`,
    '/v2/a/blobs/sha512+b64u:AZaz09_-=',
    '/v2/a/blobs/sha512%2Bb64u%3AAZ%5F%2D%3D',
    '/v2/a/referrers/sha256:0?artifactType=application/vnd.example+json',
    '/v2/example.com:project/app/tags/list',
    '/v2/_oci/ext/discover',
    '/v2/%6Cibrary/~user/@scope/tags/list',
  ])('passes unchanged if it is unambiguous: %s', async (path) => {
    expect(await passed(path)).toEqual([`GET ${path} HTTP/1.1`, `GET ${path} HTTP/1.1`])
  })

  test('passes whatever its length', async () => {
    const path = `/v2/${'a%2F'.repeat(900)}${'b/'.repeat(1900)}tags/list`
    expect(await passed(path)).toEqual([`GET ${path} HTTP/1.1`, `GET ${path} HTTP/1.1`])
  })

  /** What reaches the registry when each nginx gets this path. */
  async function passed(path: string): Promise<(string | undefined)[]> {
    for (const answer of await answersTo(`GET ${path}`)) expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    return server.requests().map((head) => head.split('\r\n')[0])
  }
})

describe('a body where none is expected', () => {
  test.each([
    ['Content-Length: 1\r\n', 'x'],
    ['Content-Length: 00005\r\n', 'hello'],
    ['Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n0\r\n\r\n'],
    ['Transfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  ])('is refused with GET and %j', async (headers, body) => {
    const code = refused('BODY_REFUSED')
    for (const path of ['/v2/', '/v2/a/manifests/x']) {
      const answers = await answersTo(`GET ${path}`, headers, body)
      expect(refusalsIn(answers)).toEqual([code, code])
      const heads = await answersTo(`HEAD ${path}`, headers, body)
      for (const head of heads) expect(head).toMatch(/^HTTP\/1\.1 400 /)
    }
    for (const answer of await answersTo('GET /', headers, body)) {
      expect(answer, 'the page too').toMatch(/^HTTP\/1\.1 400 /)
    }
    expect(server.requests()).toEqual([])
  })

  test('is refused before it has come', async () => {
    const request = 'GET /v2/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5242880\r\n\r\n'
    const whole = /\]\}$/
    const asked = nginxes.map(({ port }) => askRaw(port, request, { until: whole }))
    const code = refused('BODY_REFUSED')
    expect(refusalsIn(await Promise.all(asked))).toEqual([code, code])
  })

  test('may have a length of 0', async () => {
    for (const answer of await answersTo('GET /v2/', 'Content-Length: 0\r\n')) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    }
  })

  test('is refused over HTTP/2, with or without a length', async () => {
    const told = { 'content-length': 5 }
    for (const more of [{}, told]) {
      const stream = session.request({ ':path': '/v2/', ...more }, { endStream: false })
      stream.on('error', () => {}) // nginx need not accept what it has refused
      const response = once(stream, 'response')
      stream.end('hello')
      const [headers] = await response
      expect(headers).toMatchObject({ ':status': 400, 'content-type': 'application/json' })
      let text = ''
      for await (const chunk of stream) text += chunk
      expect(text).toContain('"BODY_REFUSED"')
    }
    expect(server.requests()).toEqual([])
  })
})

describe('another protocol', () => {
  const code = refused('UPGRADE_REFUSED')
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'

  test.each(['GET /v2/', 'GET /v2/a/blobs/x', 'GET /v2/a/manifests/x'])(
    'is refused to %s',
    async (line) => {
      for (const headers of [upgrade, 'Upgrade: h2c\r\n']) {
        expect(refusalsIn(await answersTo(line, headers))).toEqual([code, code])
      }
    },
  )

  test('is refused to a write', async () => {
    const [writing = ''] = await answersTo('DELETE /v2/a/manifests/x', upgrade)
    expect(refusalsIn([writing])).toEqual([code])
  })

  test('is ignored for the page, which stays with HTTP', async () => {
    for (const answer of await answersTo('GET /', upgrade)) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*the page/)
    }
  })
})
