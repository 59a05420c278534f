import { createSocket } from 'node:dgram'
import http from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { MEDIA_TYPES, pushManifest } from './content.mjs'
import { startFaultProxy } from './faults.mjs'
import { startNginx } from './nginx.mjs'
import { freePort } from './ports.mjs'
import { startRegistry } from './registry.mjs'

// nginx.conf in front of a real registry, and of upstreams that misbehave. Requests are sent raw: `fetch` normalizes
// paths and headers, attackers don't.

type Answer = { status: number; headers: http.IncomingHttpHeaders; bytes: Buffer; text: string }
type Question = {
  method?: string
  path?: string
  headers?: http.OutgoingHttpHeaders
  body?: string | Buffer
}

function ask(
  origin: string,
  { method = 'GET', path = '/', headers, body }: Question,
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers, agent: false })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, bytes, text: bytes.toString() })
      })
    })
    request.end(body)
  })
}

type RegistryError = { code: string; message: string; detail?: unknown }

/** The last error in a response in the registry's format: Homeport's own code. */
function errorOf({ headers, text }: Answer): RegistryError {
  expect(headers['content-type']).toBe('application/json')
  const { errors } = JSON.parse(text) as { errors: [RegistryError, ...RegistryError[]] }
  return errors.at(-1) ?? errors[0]
}

type Upstream = { port: number; requests: http.IncomingMessage[] }

/** A server in place of the registry, during one test. */
async function upstream(
  answer: http.RequestListener,
  { host = '127.0.0.1', port = 0 } = {},
): Promise<Upstream> {
  const requests: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, requests }
}

const root = mkdtempSync(join(tmpdir(), 'homeport-nginx-'))
afterAll(() => rmSync(root, { recursive: true }))

const WRITING = { ENV_MODE_BROWSE_ONLY: 'false' }

/** Homeport in front of a local port, during one test. */
async function homeport(port: number, environment: Record<string, string> = {}): Promise<string> {
  const nginx = await startNginx({
    root,
    environment: {
      ENV_DOCKER_REGISTRY_HOST: '127.0.0.1',
      ENV_DOCKER_REGISTRY_PORT: `${port}`,
      ...environment,
    },
  })
  onTestFinished(nginx.stop)
  return nginx.origin
}

const INDEX = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests: [] })
const REPOSITORY = 'library/app'

let registry: Awaited<ReturnType<typeof startRegistry>>
let writing: Awaited<ReturnType<typeof startNginx>>
let readOnly: Awaited<ReturnType<typeof startNginx>>
let digest: string

beforeAll(async () => {
  writeFileSync(join(root, 'index.html'), '<base href="/">the page')
  registry = await startRegistry()
  const environment = {
    ENV_DOCKER_REGISTRY_HOST: 'localhost',
    ENV_DOCKER_REGISTRY_PORT: `${registry.port}`,
  }
  writing = await startNginx({ root, environment: { ...environment, ...WRITING } })
  readOnly = await startNginx({ root, environment })
  const index = {
    origin: registry.origin,
    repository: REPOSITORY,
    mediaType: MEDIA_TYPES.oci.index,
  }
  const pushed = await pushManifest({ ...index, tag: 'kept', manifest: INDEX })
  digest = pushed.digest
})
afterAll(async () => {
  await Promise.all([writing, readOnly, registry].map((running) => running?.stop()))
})

const manifestPath = (reference: string) => `/v2/${REPOSITORY}/manifests/${reference}`
const AS_BLOB = { 'content-type': 'application/octet-stream' }
const asIndex = { 'content-type': MEDIA_TYPES.oci.index }

describe('what passes', () => {
  test('reading: the registry’s own answers, with their pagination and digests', async () => {
    const path = manifestPath('kept')
    for (const { origin } of [writing, readOnly]) {
      const answer = await ask(origin, { path, headers: { accept: MEDIA_TYPES.oci.index } })
      expect(answer).toMatchObject({
        status: 200,
        text: INDEX,
        headers: { 'content-type': MEDIA_TYPES.oci.index, 'docker-content-digest': digest },
      })
    }
    const head = await ask(readOnly.origin, {
      method: 'HEAD',
      path,
      headers: { accept: MEDIA_TYPES.oci.index },
    })
    expect(head).toMatchObject({ status: 200, text: '' })
    const { status, text } = await ask(readOnly.origin, { path: '/v2/library/none/tags/list' })
    expect(status).toBe(404)
    expect(text).toContain('NAME_UNKNOWN')
  })

  test('writing: a manifest is pushed and deleted, by tag and by digest', async () => {
    const { origin } = writing
    const put = { method: 'PUT', path: manifestPath('put'), headers: asIndex, body: `${INDEX}\n` }
    const answer = await ask(origin, put)
    expect(answer.status).toBe(201)
    const own = { origin, host: new URL(origin).host }
    const again = await ask(origin, { ...put, headers: { ...asIndex, ...own } })
    expect(again.status, 'the page’s own origin').toBe(201)
    const reference = String(answer.headers['docker-content-digest'])
    const tagless = await ask(origin, { method: 'DELETE', path: manifestPath('put') })
    expect(tagless.status, '2.8 refuses a tag').toBe(400)
    const deleted = await ask(origin, { method: 'DELETE', path: manifestPath(reference) })
    expect(deleted.status).toBe(202)
  })

  test('the path as the client wrote it', async () => {
    const { requests, port } = await upstream((_request, response) => response.end('{}'))
    const origin = await homeport(port)
    const paths = ['/v2/a%2Fb/tags/list?n=1&last=x%2F~', '/v2/a//b', '/v2/a%3Ab', '/v2/?q=/../x']
    for (const path of paths) await ask(origin, { path })
    expect(requests.map(({ url }) => url)).toEqual(paths)
  })

  test.each([
    '/v2/%2e%2e/metrics/v2/..%2f..%2fv2/',
    '/v2/a/..%2f..%2f..%2fv2/',
    '/x/../v2/_catalog',
    '/v2/a/./b',
    '/%76%32/_catalog',
    '/v2/../metrics',
    '/V2/_catalog',
    '/v2',
  ])('nothing outside /v2/, however it is spelled: %s', async (path) => {
    const { requests, port } = await upstream((_request, response) => response.end('secret'))
    const answer = await ask(await homeport(port), { path })
    expect(answer.text).not.toContain('secret')
    expect(requests).toEqual([])
  })

  test('/v2 without a slash isn’t the page: programs request it', async () => {
    expect((await ask(readOnly.origin, { path: '/v2' })).status).toBe(404)
  })

  test('headers that the registry needs, and none that concern only the page', async () => {
    const { requests, port } = await upstream((_request, response) => response.end('{}'))
    const origin = await homeport(port, { ENV_DOCKER_REGISTRY_HOST: 'localhost', ...WRITING })
    const host = new URL(origin).host
    const headers = {
      accept: 'a/b',
      authorization: 'Basic eDp5',
      'if-none-match': '"x"',
      range: 'bytes=0-0',
      cookie: 'session=secret',
      referer: `${origin}/secret`,
      origin,
      'accept-encoding': 'gzip',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '192.0.2.1',
    }
    await ask(origin, { path: '/v2/', headers })
    await ask(origin, { path: manifestPath('x'), method: 'DELETE', headers })
    expect(requests).toHaveLength(2)
    for (const request of requests) {
      expect(request.httpVersion).toBe('1.1')
      expect(request.headers).toMatchObject({
        host: `localhost:${port}`,
        'x-forwarded-host': host,
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '192.0.2.1, 127.0.0.1',
        accept: 'a/b',
        authorization: 'Basic eDp5',
        'if-none-match': '"x"',
        range: 'bytes=0-0',
        'accept-encoding': 'identity',
      })
      for (const name of ['cookie', 'referer', 'origin']) {
        expect(request.headers, name).not.toHaveProperty(name)
      }
    }
    for (const proto of [undefined, 'gopher"']) {
      await ask(origin, { path: '/v2/', headers: proto ? { 'x-forwarded-proto': proto } : {} })
      expect(requests.at(-1)?.headers['x-forwarded-proto']).toBe('http')
    }
  })
})

describe('what is refused', () => {
  test.each([
    ['POST', `/v2/${REPOSITORY}/blobs/uploads/`],
    ['POST', `/v2/${REPOSITORY}/manifests/x`],
    ['PATCH', `/v2/${REPOSITORY}/blobs/uploads/x`],
    ['PUT', `/v2/${REPOSITORY}/blobs/uploads/x?digest=sha256:0`],
    ['PUT', `/v2/${REPOSITORY}/blobs/uploads/x?y=/manifests/z`],
    ['PUT', `/v2/${REPOSITORY}/manifests/x?tag=y`],
    ['DELETE', `/v2/${REPOSITORY}/blobs/sha256:0`],
    ['DELETE', `/v2/${REPOSITORY}/manifests/`],
    ['DELETE', `/v2/${REPOSITORY}/manifests/x/y`],
    ['DELETE', `/v2/${REPOSITORY}%2Fmanifests%2Fx`],
    ['DELETE', `/v2/manifests/x`],
    ['OPTIONS', '/v2/'],
    ['TRACE', '/v2/'],
    ['PROPFIND', '/v2/'],
    ['POST', '/'],
    ['DELETE', '/assets/x.js'],
  ])('%s %s never passes', async (method, path) => {
    const { requests, port } = await upstream((_request, response) => response.end('{}'))
    for (const environment of [WRITING, undefined]) {
      const answer = await ask(await homeport(port, environment), { method, path, body: 'x' })
      expect(answer.status).toBe(405)
      expect(errorOf(answer)).toMatchObject({ code: 'METHOD_REFUSED', detail: { method } })
      expect(answer.text, 'a code that makes the Docker engine stop').toMatch(
        /^{"errors":\[{"code":"UNSUPPORTED"/,
      )
      const isManifest = path === `/v2/${REPOSITORY}/manifests/x` && environment
      expect(answer.headers['allow']).toBe(isManifest ? 'GET, HEAD, PUT, DELETE' : 'GET, HEAD')
    }
    expect(requests).toEqual([])
  })

  test('a write while read-only, with the line to add', async () => {
    for (const method of ['PUT', 'DELETE']) {
      const own = { origin: readOnly.origin }
      const answer = await ask(readOnly.origin, {
        method,
        path: manifestPath(digest),
        headers: own,
      })
      expect(answer.status).toBe(405)
      expect(answer.headers['allow']).toBe('GET, HEAD')
      expect(errorOf(answer)).toMatchObject({
        code: 'READ_ONLY',
        message: expect.stringContaining('ENV_MODE_BROWSE_ONLY=false'),
      })
    }
    const kept = await ask(readOnly.origin, {
      path: manifestPath(digest),
      headers: { accept: MEDIA_TYPES.oci.index },
    })
    expect(kept.status).toBe(200)
  })

  test.each([
    ['null', 'null'],
    ['http://evil.example', 'http://evil.example'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://evil.example"\\', '(not printable)'],
  ])('a write from the origin %s', async (origin, shown) => {
    for (const method of ['PUT', 'DELETE']) {
      const question = { method, path: manifestPath(digest), body: INDEX }
      const answer = await ask(writing.origin, { ...question, headers: { ...asIndex, origin } })
      expect(answer.status).toBe(403)
      const { code, message, detail } = errorOf(answer)
      expect(code).toBe('ORIGIN_REFUSED')
      expect(message).toContain('proxy_set_header Host $http_host;')
      expect(detail).toEqual({
        origin: shown,
        host: new URL(writing.origin).host,
        add: 'proxy_set_header Host $http_host;',
      })
    }
    const kept = await ask(writing.origin, {
      path: manifestPath(digest),
      headers: { accept: MEDIA_TYPES.oci.index, origin },
    })
    expect(kept.status, 'reading is the browser’s to guard').toBe(200)
  })

  test('a write for a host that would need escaping in JSON', async () => {
    const headers = { host: 'a"b', origin: 'http://evil.example' }
    const answer = await ask(writing.origin, { method: 'DELETE', path: manifestPath('x'), headers })
    expect(errorOf(answer).detail).toMatchObject({ host: '(not printable)' })
  })

  test('a write from the page behind an https proxy', async () => {
    const headers = { ...asIndex, host: 'hub.example', origin: 'https://hub.example' }
    const put = { method: 'PUT', path: manifestPath('proxied'), headers, body: INDEX }
    expect((await ask(writing.origin, put)).status).toBe(201)
  })

  test('a manifest of more than 5 MiB, with or without a length', async () => {
    const put = {
      method: 'PUT',
      path: manifestPath('large'),
      body: Buffer.alloc(5 * 1024 ** 2 + 1),
    }
    for (const headers of [asIndex, { ...asIndex, 'transfer-encoding': 'chunked' }]) {
      const answer = await ask(writing.origin, { ...put, headers })
      expect(answer.status).toBe(413)
      expect(errorOf(answer)).toMatchObject({
        code: 'MANIFEST_TOO_LARGE',
        detail: { limit: 5242880 },
      })
    }
    const allowed = await ask(writing.origin, { ...put, body: Buffer.alloc(5 * 1024 ** 2) })
    expect(allowed.status, 'from here on the registry decides').not.toBe(413)
  })

  test('with JSON, whatever a tag ends with: that isn’t a file type', async () => {
    const path = manifestPath('v1.html')
    const down = await homeport(await freePort())
    const large = { headers: asIndex, body: Buffer.alloc(6 * 1024 ** 2) }
    const answers = await Promise.all([
      ask(readOnly.origin, { path, method: 'DELETE' }),
      ask(writing.origin, { path, method: 'DELETE', headers: { origin: 'null' } }),
      ask(writing.origin, { path, method: 'PUT', ...large }),
      ask(down, { path }),
    ])
    expect(answers.map((answer) => errorOf(answer).code)).toEqual([
      'READ_ONLY',
      'ORIGIN_REFUSED',
      'MANIFEST_TOO_LARGE',
      'REGISTRY_UNREACHABLE',
    ])
  })
})

describe('responses of the registry', () => {
  const POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
  const NEUTRAL = {
    'x-content-type-options': 'nosniff',
    'content-security-policy': POLICY,
    'content-disposition': 'attachment',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    vary: 'Accept, Authorization, X-Registry-Authorization',
  }

  test('are neutralized, even errors and Homeport’s own', async () => {
    const down = await homeport(await freePort())
    const answers = await Promise.all([
      ask(writing.origin, { path: '/v2/' }),
      ask(writing.origin, { path: '/v2/none/tags/list' }),
      ask(writing.origin, {
        path: manifestPath(digest),
        headers: { accept: MEDIA_TYPES.oci.index },
      }),
      ask(writing.origin, { path: manifestPath('x'), method: 'DELETE' }),
      ask(writing.origin, {
        path: manifestPath('x'),
        method: 'DELETE',
        headers: { origin: 'null' },
      }),
      ask(writing.origin, { path: manifestPath('x'), method: 'POST' }),
      ask(writing.origin, { path: '/v2/a/../b' }),
      ask(writing.origin, {
        path: manifestPath('x'),
        method: 'PUT',
        headers: asIndex,
        body: Buffer.alloc(6 * 1024 ** 2),
      }),
      ask(down, { path: '/v2/' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([
      200, 404, 200, 400, 403, 405, 400, 413, 502,
    ])
    for (const { status, headers } of answers) expect(headers, `${status}`).toMatchObject(NEUTRAL)
  })

  const HOSTILE = {
    'access-control-allow-origin': '*',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': 'DELETE',
    'access-control-allow-private-network': 'true',
    'access-control-expose-headers': '*',
    'access-control-max-age': '9',
    'timing-allow-origin': '*',
    'set-cookie': 'a=b',
    'clear-site-data': '"*"',
    refresh: '0;url=http://evil.example',
    'service-worker-allowed': '/',
    'strict-transport-security': 'max-age=9',
    'alt-svc': 'h2="evil.example:443"',
    nel: '{}',
    'report-to': '{}',
    'reporting-endpoints': 'x="http://evil.example"',
    'content-security-policy-report-only': "default-src 'self'",
    'cross-origin-embedder-policy': 'unsafe-none',
    'cross-origin-opener-policy': 'unsafe-none',
    'permissions-policy': 'camera=*',
    expires: 'Thu, 01 Jan 2099 00:00:00 GMT',
    pragma: 'cache',
    'www-authenticate': 'Basic realm="registry"',
    'x-accel-redirect': '/index.html',
    'x-accel-expires': '9',
    'x-accel-limit-rate': '1',
  }
  const OVERRIDDEN = {
    ...NEUTRAL,
    'x-content-type-options': 'none',
    'content-security-policy': '*',
    'content-disposition': 'inline',
    'cross-origin-resource-policy': 'cross-origin',
    'x-frame-options': 'ALLOWALL',
    'referrer-policy': 'unsafe-url',
    'cache-control': 'max-age=999',
    'x-registry-authenticate': 'forged',
    'x-registry-allow-origin': 'forged',
    vary: '*',
  }

  test('lose every header that controls the browser or nginx', async () => {
    const { port } = await upstream((request, response) => {
      response.writeHead(request.method === 'GET' ? 200 : 202, {
        ...HOSTILE,
        ...OVERRIDDEN,
        'content-type': 'application/json',
        link: '</v2/_catalog?last=a>; rel="next"',
      })
      response.end('{"from":"upstream"}')
    })
    const origin = await homeport(port, WRITING)
    for (const method of ['GET', 'DELETE']) {
      const { headers, text } = await ask(origin, { path: manifestPath('x'), method })
      expect(text).toBe('{"from":"upstream"}')
      for (const name of Object.keys(HOSTILE)) expect(headers, name).not.toHaveProperty(name)
      expect(headers).toMatchObject({ ...NEUTRAL, 'cache-control': 'no-store' })
      expect(headers['x-registry-authenticate']).toBe('Basic realm="registry"')
      // For the page Connection.
      expect(headers['x-registry-allow-origin']).toBe('*')
      expect(headers['link']).toBe('</v2/_catalog?last=a>; rel="next"')
    }
  })

  test.each([
    ['text/javascript', 'application/octet-stream'],
    ['application/x-ECMAScript; charset=utf-8', 'application/octet-stream'],
    ['text/css', 'application/octet-stream'],
    ['text/html', 'text/html'],
    ['application/vnd.oci.image.layer.v1.tar+gzip', 'application/vnd.oci.image.layer.v1.tar+gzip'],
    [undefined, undefined],
  ])('of type %s come as %s', async (type, shown) => {
    const { port } = await upstream((_request, response) => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type })
      response.end('x')
    })
    const { headers } = await ask(await homeport(port), { path: `/v2/a/blobs/${digest}` })
    expect(headers['content-type']).toBe(shown)
  })

  test.each([
    ['gzip', 'gzip'],
    ['x-gzip, br', 'x-gzip, br'],
    ['zstd', 'zstd'],
    ['Identity', undefined],
    [undefined, undefined],
  ])('compressed as %s come unchanged, without a content encoding', async (encoding, shown) => {
    // 10 kB that would inflate to 10 MB.
    const body = gzipSync(Buffer.alloc(10 * 1024 ** 2))
    const { port, requests } = await upstream((_request, response) => {
      const forged = { 'x-registry-content-encoding': 'forged', ...AS_BLOB }
      const named = encoding === undefined ? {} : { 'content-encoding': encoding }
      response.writeHead(200, { ...forged, ...named }).end(body)
    })
    const origin = await homeport(port)
    const browser = { 'accept-encoding': 'gzip, deflate, br, zstd' }
    const { headers, bytes } = await ask(origin, {
      path: `/v2/a/blobs/${digest}`,
      headers: browser,
    })
    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers['x-registry-content-encoding']).toBe(shown)
    expect(bytes.equals(body)).toBe(true)
    expect(headers['cache-control']).toMatch(shown ? 'no-store' : 'immutable')
    expect(requests.map((request) => request.headers['accept-encoding'])).toEqual(['identity'])
  })

  test('may have long headers', async () => {
    const link = `</v2/_catalog?last=${'a/'.repeat(5000)}>; rel="next"`
    const { port } = await upstream((_request, response) =>
      response.writeHead(200, { link }).end('{}'),
    )
    const { headers } = await ask(await homeport(port), { path: '/v2/_catalog' })
    expect(headers['link']).toBe(link)
  })

  test('ask for a login in a header that browsers ignore', async () => {
    const locked = await startRegistry({ htpasswd: { user: 'alice', password: 'secret' } })
    onTestFinished(locked.stop)
    const origin = await homeport(locked.port)
    const refused = await ask(origin, { path: '/v2/' })
    expect(refused.status).toBe(401)
    expect(refused.headers).not.toHaveProperty('www-authenticate')
    expect(refused.headers['x-registry-authenticate']).toBe('Basic realm="registry"')
    expect(refused.headers['cache-control']).toBe('no-store')
    const authorization = `Basic ${btoa('alice:secret')}`
    const allowed = await ask(origin, { path: '/v2/', headers: { authorization } })
    expect(allowed.status).toBe(200)
    expect(allowed.headers).not.toHaveProperty('x-registry-authenticate')
  })

  test('ask for a login in several ways, in several headers', async () => {
    const asked = [
      'Bearer realm="https://auth.test/token",service="x, y"',
      'Basic realm="registry"',
    ]
    const { port } = await upstream((_request, response) => {
      response.writeHead(401, { 'www-authenticate': asked }).end()
    })
    const { headers } = await ask(await homeport(port), { path: '/v2/' })
    expect(headers['x-registry-authenticate']).toBe(asked.join(', '))
    expect(headers).not.toHaveProperty('www-authenticate')
  })

  test('may be cached forever if requested by digest, and only then', async () => {
    const forEver = 'private, max-age=31536000, immutable'
    const accept = { accept: MEDIA_TYPES.oci.index }
    const cacheOf = async (question: Question) => {
      const { status, headers } = await ask(writing.origin, question)
      return [status, headers['cache-control']]
    }
    const path = manifestPath(digest)
    const absent = `sha256:${'0'.repeat(64)}`
    expect(await cacheOf({ path, headers: accept })).toEqual([200, forEver])
    expect(await cacheOf({ path, headers: accept, method: 'HEAD' })).toEqual([200, forEver])
    expect(await cacheOf({ path: path.replace(':', '%3A'), headers: accept })).toEqual([
      200,
      forEver,
    ])
    const unchanged = { ...accept, 'if-none-match': `"${digest}"` }
    expect(await cacheOf({ path, headers: unchanged })).toEqual([304, forEver])
    expect(await cacheOf({ path: manifestPath('kept'), headers: accept })).toEqual([
      200,
      'no-store',
    ])
    expect(await cacheOf({ path: `/v2/${REPOSITORY}/tags/list` })).toEqual([200, 'no-store'])
    expect(await cacheOf({ path: manifestPath(absent) })).toEqual([404, 'no-store'])
    expect(await cacheOf({ path: `/v2/a/blobs/${absent}` })).toEqual([404, 'no-store'])
    expect(await cacheOf({ path: manifestPath(absent), method: 'DELETE' })).toEqual([
      404,
      'no-store',
    ])
  })

  test.each([
    ['application/octet-stream', true],
    ['binary/octet-stream', true],
    ['Application/VND.oci.image.manifest.v1+json; charset=utf-8', true],
    ['application/vnd.docker.distribution.manifest.v2+json', true],
    ['application/vnd.oci.image.layer.v1.tar+gzip', true],
    ['text/html', false],
    ['application/json', false],
    ['text/html; a=application/vnd.oci', false],
    [undefined, false],
  ])('for a digest with type %s are cached: %s', async (type, isKept) => {
    const { port } = await upstream((_request, response) => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end('<html>')
    })
    const answer = await ask(await homeport(port), { path: manifestPath(digest) })
    expect(answer.headers['cache-control']).toMatch(isKept ? /immutable/ : /^no-store$/)
  })

  test.each<[number, Record<string, string>, string]>([
    [200, AS_BLOB, 'private, max-age=31536000, immutable'],
    [206, { ...AS_BLOB, 'content-range': 'bytes 0-0/9' }, 'private, max-age=31536000, immutable'],
    [200, { ...AS_BLOB, 'content-length': '0' }, 'no-store'],
    [307, { location: 'http://bucket.example/' }, 'no-store'],
    [401, {}, 'no-store'],
    [429, { 'retry-after': '3' }, 'no-store'],
    [500, {}, 'no-store'],
    [502, {}, 'no-store'],
  ])('for a digest with status %d and %j are %s', async (status, headers, expected) => {
    const { port } = await upstream((_request, response) => {
      response.writeHead(status, { ...headers, 'cache-control': 'max-age=9' })
      response.end(headers['content-length'] === '0' ? undefined : 'x')
    })
    const answer = await ask(await homeport(port), { path: `/v2/a/blobs/${digest}` })
    expect(answer.status).toBe(status)
    expect(answer.headers['cache-control']).toBe(expected)
    expect(answer.headers['location'], 'untouched').toBe(headers['location'])
  })

  test('that break off are recognizably incomplete', async () => {
    const { port } = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"repositories":[', () => response.socket?.destroy())
    })
    await expect(ask(await homeport(port), { path: '/v2/_catalog' })).rejects.toThrow(/aborted/)
  })
})

describe('a registry that isn’t there', () => {
  const UNREACHABLE = { code: 'REGISTRY_UNREACHABLE', detail: { status: '502' } }

  test('gives an error in its own format, until it comes up', async () => {
    const port = await freePort()
    const origin = await homeport(port, WRITING)
    for (const method of ['GET', 'DELETE']) {
      const answer = await ask(origin, { path: manifestPath('x'), method })
      expect(answer.status).toBe(502)
      expect(errorOf(answer)).toMatchObject({
        ...UNREACHABLE,
        message: `The registry at 127.0.0.1:${port} did not answer.`,
        detail: { upstream: `127.0.0.1:${port}` },
      })
    }
    expect((await ask(origin, { path: '/' })).text).toContain('the page')
    expect(await ask(origin, { path: '/healthz' })).toMatchObject({
      status: 200,
      text: 'ok\n',
      headers: { 'content-type': 'text/plain' },
    })
    await upstream((_request, response) => response.end('{}'), { port })
    expect(await ask(origin, { path: '/v2/' })).toMatchObject({ status: 200, text: '{}' })
  })

  test('closes the connection without a response: a read and a write are each sent once', async () => {
    const faults = await startFaultProxy({ upstream: registry.origin })
    onTestFinished(faults.stop)
    faults.rules([{ fault: 'reset' }])
    const origin = await homeport(faults.port, WRITING)
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const answer = await ask(origin, { path: manifestPath('x'), method })
      expect(answer.status).toBe(502)
      expect(errorOf(answer)).toMatchObject(UNREACHABLE)
    }
    expect(faults.log().map(({ method }) => method)).toEqual(['GET', 'DELETE', 'PUT'])
  })

  test('has a name that can’t be resolved yet: nginx starts, and retries', async () => {
    const names = await startNameServer()
    const origin = await homeport(registry.port, {
      ENV_DOCKER_REGISTRY_HOST: 'registry.test',
      HOMEPORT_NAME_SERVERS: names.address,
    })
    expect(errorOf(await ask(origin, { path: '/v2/' })).code).toBe('REGISTRY_UNREACHABLE')
    names.know('registry.test', ['127.0.0.1'])
    const status = async () => (await ask(origin, { path: '/v2/' })).status
    await expect.poll(status, { timeout: 15_000, interval: 500 }).toBe(200)
  })

  test('has a name server that doesn’t respond: an error comes within seconds', async () => {
    const silent = createSocket('udp4')
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const origin = await homeport(registry.port, {
      ENV_DOCKER_REGISTRY_HOST: 'registry.test',
      HOMEPORT_NAME_SERVERS: `127.0.0.1:${silent.address().port}`,
    })
    const started = performance.now()
    expect(errorOf(await ask(origin, { path: '/v2/' })).code).toBe('REGISTRY_UNREACHABLE')
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('has a dead address and a working one: reads go to the latter', async () => {
    const names = await startNameServer()
    names.know('registry.test', ['127.0.0.9', '127.0.0.1'])
    const origin = await homeport(registry.port, {
      ENV_DOCKER_REGISTRY_HOST: 'registry.test',
      HOMEPORT_NAME_SERVERS: names.address,
    })
    const answers = [1, 2, 3, 4].map(() => ask(origin, { path: '/v2/' }))
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200)
  })

  test('has two addresses that break off: a read is tried at both, a write never sent twice', async () => {
    const names = await startNameServer()
    names.know('registry.test', ['127.0.0.1', '127.0.0.2'])
    const breakOff: http.RequestListener = ({ socket }) => socket.destroy()
    const one = await upstream(breakOff)
    const other = await upstream(breakOff, { host: '127.0.0.2', port: one.port })
    const origin = await homeport(one.port, {
      ...WRITING,
      ENV_DOCKER_REGISTRY_HOST: 'registry.test',
      HOMEPORT_NAME_SERVERS: names.address,
    })
    for (const [method, times] of [
      ['GET', 2],
      ['PUT', 1],
      ['DELETE', 1],
    ] as const) {
      expect((await ask(origin, { method, path: manifestPath('x') })).status).toBe(502)
      const asked = [...one.requests.splice(0), ...other.requests.splice(0)]
      expect(asked.map((request) => request.method)).toEqual(Array(times).fill(method))
    }
  })

  test('moves to another address: nginx follows, whatever the TTL', async () => {
    const names = await startNameServer()
    names.know('registry.test', ['127.0.0.1'])
    const environment = {
      ENV_DOCKER_REGISTRY_HOST: 'registry.test',
      HOMEPORT_NAME_SERVERS: names.address,
    }
    const old = await upstream((_request, response) => response.end('old'))
    await upstream((_request, response) => response.end('new'), {
      host: '127.0.0.2',
      port: old.port,
    })
    const origin = await homeport(old.port, environment)
    // Each worker of nginx caches addresses itself.
    const answers = async () => {
      const asked = Array.from({ length: 12 }, () => ask(origin, { path: '/v2/' }))
      return [...new Set((await Promise.all(asked)).map(({ text }) => text))]
    }
    expect(await answers()).toEqual(['old'])
    names.know('registry.test', ['127.0.0.2'])
    await expect.poll(answers, { timeout: 20_000, interval: 500 }).toEqual(['new'])
  })
})

describe('a request whose browser is gone', () => {
  test('is completed if it writes, and aborted if it reads', async () => {
    const faults = await startFaultProxy({ upstream: registry.origin })
    onTestFinished(faults.stop)
    const origin = await homeport(faults.port, WRITING)
    const { hostname, port } = new URL(origin)
    const put = { method: 'PUT', path: manifestPath('left'), headers: asIndex, body: INDEX }
    const place = { hostname, port, agent: false, path: put.path, headers: put.headers }

    const hold = faults.hold({ method: 'PUT' })
    const left = http.request({ ...place, method: 'PUT' }).on('error', () => {})
    left.end(INDEX)
    await hold.reached
    left.destroy()
    // nginx has seen that the browser is gone before the next request is answered.
    expect((await ask(origin, { path: '/v2/' })).status).toBe(200)
    hold.release()
    const status = async () => {
      const head = { path: put.path, method: 'HEAD', headers: { accept: MEDIA_TYPES.oci.index } }
      return (await ask(registry.origin, head)).status
    }
    await expect.poll(status).toBe(200)

    const { port: slow, requests } = await upstream(() => {})
    const reader = await homeport(slow)
    const reading = http.request({ ...place, port: new URL(reader).port, method: 'GET' })
    reading.on('error', () => {}).end()
    await expect.poll(() => requests.length).toBe(1)
    reading.destroy()
    await expect.poll(() => requests[0]?.socket.destroyed).toBe(true)
  })
})

type NameServer = { address: string; know: (name: string, addresses: string[]) => void }

/** A name server during one test: only A records, with a TTL of 10 minutes. */
async function startNameServer(): Promise<NameServer> {
  const known = new Map<string, string[]>()
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = []
    let end = 12
    for (let length = query[end]; length; length = query[end]) {
      labels.push(query.toString('latin1', end + 1, end + 1 + length))
      end += 1 + length
    }
    const question = query.subarray(12, end + 5)
    const addresses = known.get(labels.join('.'))
    const isA = query.readUInt16BE(end + 1) === 1
    const records = (isA && addresses) || []
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(addresses ? 0x8180 : 0x8183, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    const answers = records.map((ip) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, ...ip.split('.').map(Number)]),
    )
    socket.send(Buffer.concat([header, question, ...answers]), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => void socket.close())
  return {
    address: `127.0.0.1:${socket.address().port}`,
    know: (name, addresses) => known.set(name, addresses),
  }
}
