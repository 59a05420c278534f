import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { environmentFor, startNginx } from './nginx.mjs'
import { askRaw, startRawServer } from './raw.mjs'

// A registry that redirects blobs, as Quay, Pulp and distribution on S3 do, and what nginx follows.

const PATH = '/prefix'
const BLOB = `/v2/a/blobs/sha256:${'a'.repeat(64)}`
const HOST = 'home.test:5080'

const folder = mkdtempSync(join(tmpdir(), 'homeport-redirect-'))
/** Where each path redirects to; all others have content. */
let redirects: Record<string, string | undefined> = {}
let status = 307
let server: Awaited<ReturnType<typeof startRawServer>>
let nginx: Awaited<ReturnType<typeof startNginx>>

beforeAll(async () => {
  server = await startRawServer((path) => {
    const location = redirects[path]
    return location === undefined
      ? 'HTTP/1.1 206 Partial Content\r\nContent-Type: application/octet-stream\r\nContent-Length: 4\r\n\r\nblob'
      : `HTTP/1.1 ${status} Elsewhere\r\n${location && `Location: ${location}\r\n`}Content-Length: 0\r\n\r\n`
  })
  const environment = {
    ...environmentFor(`http://127.0.0.1:${server.port}`),
    ENV_DOCKER_REGISTRY_PATH: PATH,
  }
  nginx = await startNginx({ root: folder, environment })
})
afterAll(async () => {
  await Promise.all([nginx?.stop(), server?.stop()])
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  redirects = {}
  status = 307
  server.requests().length = 0
})

const ask = (path = BLOB, method = 'GET') =>
  askRaw(
    nginx.port,
    `${method} ${path} HTTP/1.1\r\nHost: ${HOST}\r\nRange: bytes=0-3\r\nX-Registry-Authorization: Basic YQ==\r\nConnection: close\r\n\r\n`,
  )
/** What the registry was asked: method, path, and the headers that matter. */
const asked = () =>
  server.requests().map((head) => {
    const [line = '', ...headers] = head.split('\r\n')
    const has = (name: string) => headers.some((header) => header.startsWith(`${name}: `))
    return `${line.replace(' HTTP/1.1', '')}${has('Range') ? ' range' : ''}${has('Authorization') ? ' login' : ''}`
  })

describe('on the registry’s own host', () => {
  test.each([
    '/storage/x?sign=a%2Fb&c="',
    '/storage/x?sign=a%2Fb&c="#part',
    'http://REGISTRY/storage/x?sign=a%2Fb&c="',
    'HTTP://REGISTRY/storage/x?sign=a%2Fb&c="',
    // Built from X-Forwarded-Host and -Proto.
    `http://${HOST}/storage/x?sign=a%2Fb&c="`,
  ])('a blob is fetched from %s, in part and without the login', async (location) => {
    redirects = {
      [PATH + BLOB]: location.replace('REGISTRY', `127.0.0.1:${server.port}`),
    }
    for (const one of [301, 302, 307, 308]) {
      status = one
      const answer = await ask()
      expect(answer).toMatch(/^HTTP\/1.1 206 /)
      expect(answer).toContain("Content-Security-Policy: default-src 'none'; sandbox")
      expect(answer).toContain('Cache-Control: private, max-age=31536000, immutable')
      expect(answer).toMatch(/\r\n\r\nblob$/)
      expect(asked()).toEqual([
        `GET ${PATH}${BLOB} range login`,
        'GET /storage/x?sign=a%2Fb&c=" range',
      ])
      server.requests().length = 0
    }
  })

  test('HEAD stays HEAD', async () => {
    redirects = { [PATH + BLOB]: '/storage/x' }
    expect(await ask(BLOB, 'HEAD')).toMatch(/^HTTP\/1.1 206 /)
    expect(asked()).toEqual([`HEAD ${PATH}${BLOB} range login`, 'HEAD /storage/x range'])
  })

  test('the API gets the login there too, and may redirect further', async () => {
    const moved = `${PATH}${BLOB.replace('/a/', '/library/a/')}`
    redirects = { [PATH + BLOB]: moved, [moved]: '/storage/x', '/storage/x': '/storage/y' }
    expect(await ask()).toMatch(/^HTTP\/1.1 206 /)
    expect(asked().slice(1)).toEqual([
      `GET ${moved} range login`,
      'GET /storage/x range',
      'GET /storage/y range',
    ])
  })

  test('a loop ends', async () => {
    redirects = { [PATH + BLOB]: PATH + BLOB }
    expect(await ask()).toMatch(/^HTTP\/1.1 307 /)
    expect(asked().length).toBe(4)
  })
})

describe('anything else is passed on, and nobody is asked', () => {
  test.each([
    '',
    'storage/x',
    'http://127.0.0.1:9/storage/x',
    'http://127.0.0.1:REGISTRY.evil.test/storage/x',
    'http://127.0.0.1:REGISTRY@evil.test/storage/x',
    'http://127.0.0.1:REGISTRY0/storage/x',
    'http://127x0x0x1:REGISTRY/storage/x',
    'https://127.0.0.1:REGISTRY/storage/x',
    'http://evil.test/http://127.0.0.1:REGISTRY/storage/x',
    `http://${HOST}.evil.test/storage/x`,
    'http:///storage/x',
    '//evil.test/storage/x',
    '/storage/a b',
  ])('a blob elsewhere: “%s”', async (foreign) => {
    const location = foreign.replace('REGISTRY', String(server.port))
    redirects = { [PATH + BLOB]: location }
    const answer = await ask()
    expect(answer).toMatch(/^HTTP\/1.1 307 /)
    expect(answer.match(/^Location: (.*)\r$/m)?.[1] ?? '').toBe(location)
    expect(asked().length).toBe(1)
  })

  test.each(['/v2/a/manifests/1', '/v2/a/tags/list', '/v2/a/blobs/manifests/1'])(
    'not a blob: %s',
    async (path) => {
      redirects = { [PATH + path]: '/storage/x' }
      expect(await ask(path)).toMatch(/^HTTP\/1.1 307 /)
      expect(asked().length).toBe(1)
    },
  )
})
