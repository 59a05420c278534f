import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { runInNewContext } from 'node:vm'
import { once } from 'node:events'
import { type IncomingHttpHeaders, connect } from 'node:http2'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from './certificate.mjs'
import { MEDIA_TYPES, pushManifest } from './content.mjs'
import { startNginx } from './nginx.mjs'
import { freePort, portOf } from './ports.mjs'
import { startRegistry } from './registry.mjs'

// What nginx.conf serves besides the registry: the page, its settings and assets, also below another path.

const INDEX = '<!doctype html><base href="/" /><script src="settings.js"></script><p>the page'
const SCRIPT = 'console.log(1)\n'

const root = mkdtempSync(join(tmpdir(), 'homeport-page-'))
afterAll(() => rmSync(root, { recursive: true }))

let registry: Awaited<ReturnType<typeof startRegistry>>
let plain: string

beforeAll(async () => {
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), INDEX)
  writeFileSync(join(root, 'assets/app-1a2b.js'), SCRIPT)
  writeFileSync(join(root, 'assets/app-1a2b.js.gz'), gzipSync(SCRIPT))
  cpSync(join(import.meta.dirname, '../public/settings.js'), join(root, 'settings.js'))
  registry = await startRegistry()
  const nginx = await startNginx({ root, environment: environment() })
  plain = nginx.origin
  return nginx.stop
})
afterAll(() => registry.stop())

function environment(more: Record<string, string> = {}): Record<string, string> {
  return {
    ENV_DOCKER_REGISTRY_HOST: '127.0.0.1',
    ENV_DOCKER_REGISTRY_PORT: `${registry.port}`,
    ...more,
  }
}

async function homeport(more: Record<string, string>): Promise<string> {
  const nginx = await startNginx({ root, environment: environment(more), version: '1.2.3' })
  onTestFinished(nginx.stop)
  return nginx.origin
}

type Page = { status: number; text: string; headers: Record<string, string> }

async function get(url: string, headers: Record<string, string> = {}): Promise<Page> {
  const response = await fetch(url, { redirect: 'manual', headers })
  const text = await response.text()
  return { status: response.status, text, headers: Object.fromEntries(response.headers) }
}

const SAFE = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

describe('the page', () => {
  test.each([
    '/',
    '/index.html',
    '/repository/library/nginx',
    '/image/library/nginx:1.27',
    '/image/nginx@sha256:0000',
    '/tag/library/nginx/v1.js/',
    '/a%3Fb',
  ])('is at %s, revalidated each time', async (path) => {
    const { status, text, headers } = await get(plain + path)
    expect({ status, text }).toEqual({ status: 200, text: INDEX })
    expect(headers).toMatchObject({
      ...SAFE,
      'content-type': 'text/html',
      'cache-control': 'no-cache',
    })
    // It depends on the environment, not on the file's age.
    expect(headers).not.toHaveProperty('etag')
    expect(headers).not.toHaveProperty('last-modified')
    for (const name of ['content-disposition', 'vary']) expect(headers).not.toHaveProperty(name)
    expect(headers['server'], 'no version').toBe('nginx')
  })

  test('has assets that are cached forever and sent precompressed', async () => {
    const zipped = await get(`${plain}/assets/app-1a2b.js`, { 'accept-encoding': 'gzip' })
    expect(zipped).toMatchObject({
      status: 200,
      text: SCRIPT,
      headers: {
        ...SAFE,
        'content-type': 'text/javascript',
        'content-encoding': 'gzip',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
      },
    })
    const whole = await get(`${plain}/assets/app-1a2b.js`, { 'accept-encoding': 'identity' })
    expect(whole.text).toBe(SCRIPT)
    expect(whole.headers).not.toHaveProperty('content-encoding')
  })

  test('of an older version requests assets that are gone: not found, and not cached', async () => {
    for (const path of ['/assets/app-0000.js', '/assets/']) {
      const { status, headers } = await get(plain + path)
      expect(status, path).toBe(404)
      expect(headers).toMatchObject({ ...SAFE, 'cache-control': 'no-store' })
    }
  })
})

describe('settings.js', () => {
  type Filled = Record<string, string>

  /** Runs the script as the page does. */
  function runSettings(script: string, { theme = null as string | null, url = 'http://h/' } = {}) {
    const dataset: Record<string, string> = {}
    const visited: string[] = []
    const page = {
      URL,
      localStorage: { getItem: (key: string) => (key === 'homeport-theme' ? theme : null) },
      document: { documentElement: { dataset }, baseURI: 'http://h/' },
      location: { pathname: new URL(url).pathname, replace: (to: string) => visited.push(to) },
      homeport: {} as Filled,
    }
    return { page, dataset, visited, run: () => runInNewContext(script, page) }
  }

  test('contains what the page has to know', async () => {
    const origin = await homeport({
      ENV_REGISTRY_PROXY_FQDN: 'hub.example',
      ENV_REGISTRY_PROXY_PORT: '5000',
      ENV_MODE_BROWSE_ONLY: 'false',
      ENV_DEFAULT_REPOSITORIES_PER_PAGE: '20',
      ENV_DEFAULT_TAGS_PER_PAGE: '50',
    })
    const { text, headers } = await get(`${origin}/settings.js`)
    expect(headers).toMatchObject({
      ...SAFE,
      'content-type': 'text/javascript',
      'cache-control': 'no-cache',
    })
    const { page, run } = runSettings(text)
    run()
    expect(page.homeport).toEqual({
      registry: `127.0.0.1:${registry.port}`,
      pullHost: 'hub.example:5000',
      tokenRealm: '',
      registryUser: '',
      readOnly: 'false',
      upstreamTls: 'none',
      writeSetting: 'ENV_MODE_BROWSE_ONLY=false',
      repositoriesPerPage: '20',
      tagsPerPage: '50',
      version: '1.2.3',
    })
  })

  test('says that nothing is configured, and that Homeport is read-only', async () => {
    const { text } = await get(`${plain}/settings.js`)
    const { page, run } = runSettings(text)
    run()
    const unset = { pullHost: '', repositoriesPerPage: '', tagsPerPage: '' }
    expect(page.homeport).toMatchObject({ ...unset, readOnly: 'true' })
  })

  test('applies the stored theme, if it is valid', () => {
    const script = readFileSync(join(root, 'settings.js'), 'utf8')
    for (const [theme, shown] of [
      ['dark', 'dark'],
      ['light', 'light'],
      ['system', undefined],
      [null, undefined],
    ] as const) {
      const { dataset, run } = runSettings(script, { theme })
      run()
      expect(dataset['theme']).toBe(shown)
    }
    const blocked = runSettings(script)
    blocked.page.localStorage.getItem = () => {
      throw new Error('storage is off')
    }
    expect(blocked.run).not.toThrow()
  })

  test('redirects from / to the base path', () => {
    const script = readFileSync(join(root, 'settings.js'), 'utf8')
    for (const [url, to] of [
      ['http://h/', ['http://h/registry/']],
      ['http://h/registry/', []],
      ['http://h/registry/repository/a', []],
    ] as const) {
      const { page, visited, run } = runSettings(script, { url })
      page.document.baseURI = 'http://h/registry/'
      run()
      expect(visited).toEqual(to)
    }
  })
})

describe('the first data', () => {
  const preload = (path: string) => `<${path}>; rel=preload; as=fetch; crossorigin`
  const linkOf = async (url: string, headers?: Record<string, string>) =>
    (await get(url, headers)).headers['link']

  test('are preloaded with the page', async () => {
    expect(await linkOf(`${plain}/`)).toBe(preload('/v2/_catalog?n=100'))
    expect(await linkOf(`${plain}/?view=tree`)).toBe(preload('/v2/_catalog?n=100'))
    const tags = preload('/v2/library/nginx/tags/list')
    expect(await linkOf(`${plain}/repository/library/nginx`)).toBe(tags)
    expect(await linkOf(`${plain}/repository/library/nginx?view=storage`)).toBe(tags)
    expect(await linkOf(`${plain}/repository/a__b-c.d/e--f_g`)).toBe(
      preload('/v2/a__b-c.d/e--f_g/tags/list'),
    )
  })

  test.each([
    '/image/library/nginx:1.27',
    '/storage',
    '/repository/',
    '/repository/Upper',
    '/repository/a..b',
    '/repository/a%3E;b',
    '/repository/a%2Fb',
    '/repository/a%0Ab',
    '/repository/a//b',
    '/settings.js',
    '/healthz',
    '/v2/',
  ])('are not preloaded at %s', async (path) => {
    expect(await linkOf(plain + path)).toBeUndefined()
  })

  test('are not preloaded if a login is required first', async () => {
    for (const cookie of ['homeport-login=1', 'a=b; homeport-login=1', 'homeport-login=1; c=d']) {
      expect(await linkOf(`${plain}/`, { cookie }), cookie).toBeUndefined()
    }
    for (const cookie of ['homeport-login=0', 'xhomeport-login=1', 'homeport-login=10']) {
      expect(await linkOf(`${plain}/`, { cookie }), cookie).toBeDefined()
    }
  })
})

describe('a base path', () => {
  test('serves everything below it, and at / for proxies that strip it', async () => {
    const repository = { origin: registry.origin, repository: 'team/app' }
    const manifest = { schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests: [] }
    await pushManifest({ ...repository, tag: '1', manifest, mediaType: MEDIA_TYPES.oci.index })
    const origin = await homeport({
      ENV_BASE_PATH: '/my.hub/registry',
      ENV_MODE_BROWSE_ONLY: 'false',
    })
    const index = INDEX.replace('href="/"', 'href="/my.hub/registry/"')
    for (const base of ['/my.hub/registry', '']) {
      const page = await get(`${origin}${base}/`)
      expect(page).toMatchObject({ status: 200, text: index })
      expect(page.headers['link']).toContain('</my.hub/registry/v2/_catalog?n=100>')
      const tags = await get(`${origin}${base}/repository/team/app?view=tags`)
      expect(tags).toMatchObject({ status: 200, text: index })
      expect(tags.headers['link']).toContain('</my.hub/registry/v2/team/app/tags/list>')
      expect(await get(`${origin}${base}/assets/app-1a2b.js`)).toMatchObject({
        text: SCRIPT,
        headers: { 'cache-control': 'public, max-age=31536000, immutable' },
      })
      expect((await get(`${origin}${base}/settings.js`)).text).toContain("readOnly: 'false'")
      expect((await get(`${origin}${base}/healthz`)).text).toBe('ok\n')
      for (const path of ['/v2/team/app/tags/list', '/v2/team%2Fapp/tags/list']) {
        const answer = await get(origin + base + path)
        expect(answer.text).toBe('{"name":"team/app","tags":["1"]}\n')
        expect(answer.headers['content-security-policy']).toContain('sandbox')
      }
      const write = { method: 'DELETE', redirect: 'manual' } as const
      const deleted = await fetch(`${origin}${base}/v2/team/app/manifests/none`, write)
      expect(deleted.status, 'distribution 2.8 refuses tags').toBe(400)
      const refused = await fetch(`${origin}${base}/v2/team/app/blobs/uploads/`, { method: 'POST' })
      expect(refused.status).toBe(405)
    }
    expect(await get(`${origin}/my.hub/registry?view=tree`)).toMatchObject({
      status: 301,
      headers: { location: '/my.hub/registry/?view=tree' },
    })
    expect((await get(`${origin}/my-hub/registry/v2/`)).text, 'a dot is a dot').toBe(index)
  })

  test('may be long, like every other value', async () => {
    const path = `/${'a.'.repeat(499)}b`
    const slashes = (folder: string) => '/'.repeat(1000 - folder.length) + folder
    const nginx = await startNginx({
      root: slashes(root),
      version: '1'.repeat(1000),
      environment: {
        ENV_DOCKER_REGISTRY_HOST: `${'a'.repeat(63)}.`.repeat(4).slice(0, 253),
        ENV_REGISTRY_PROXY_FQDN: `${'b'.repeat(63)}.`.repeat(4).slice(0, 253),
        ENV_BASE_PATH: path,
        HOMEPORT_MODULES: slashes('/usr/lib/nginx/modules'),
      },
    })
    onTestFinished(nginx.stop)
    expect((await get(`${nginx.origin}${path}/settings.js`)).status).toBe(200)
    expect(await get(nginx.origin + path)).toMatchObject({
      status: 301,
      headers: { location: `${path}/` },
    })
    expect((await get(`${nginx.origin}${path}/v2/`)).status).toBe(502)
  })

  test('is empty without the variable', async () => {
    expect((await get(`${plain}/registry/v2/_catalog`)).text).toBe(INDEX)
  })
})

describe('https', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeport-certificate-'))
  let certificate: string
  let key: string
  beforeAll(async () => {
    ;({ certificate, key } = await makeCertificate(folder))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is served in addition to http, with the mounted certificate', async () => {
    const port = await freePort()
    const origin = await homeport({
      ENV_USE_SSL: 'yes',
      ENV_MODE_BROWSE_ONLY: 'false',
      HOMEPORT_LISTEN_TLS: `127.0.0.1:${port}`,
      HOMEPORT_TLS_CERTIFICATE: certificate,
      HOMEPORT_TLS_KEY: key,
    })
    expect((await get(`${origin}/healthz`)).status).toBe(200)
    const session = connect(`https://localhost:${port}`, { ca: readFileSync(certificate) })
    onTestFinished(() => session.close())
    const path = '/v2/a/manifests/x'
    const own = { ':path': path, ':method': 'DELETE', origin: `https://localhost:${port}` }
    for (const [question, status] of [
      [{ ':path': '/v2/' }, 200],
      [own, 400], // the registry's answer: distribution 2.8 refuses to delete tags
      [{ ...own, origin: 'https://evil.example' }, 403],
    ] as const) {
      const request = session.request(question)
      const [headers] = (await once(request, 'response')) as [IncomingHttpHeaders]
      request.resume()
      expect(headers[':status']).toBe(status)
      expect(headers['content-security-policy']).toContain('sandbox')
    }
  })

  test('of the registry is only verified if configured', async () => {
    const names: unknown[] = []
    const options = { cert: readFileSync(certificate), key: readFileSync(key) }
    const server = createServer(options, ({ socket }, response) => {
      names.push((socket as TLSSocket & { servername: unknown }).servername)
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const upstream = {
      ENV_DOCKER_REGISTRY_PORT: `${portOf(server)}`,
      ENV_DOCKER_REGISTRY_USE_SSL: '1',
    }
    const named = { ...upstream, ENV_DOCKER_REGISTRY_HOST: 'localhost' }
    const statusWith = async (more: Record<string, string>) =>
      (await get(`${await homeport({ ...upstream, ...more })}/v2/`)).status
    expect(await statusWith({})).toBe(200)
    expect(await statusWith({ ...named, ENV_DOCKER_REGISTRY_CA: certificate })).toBe(200)
    expect(names, 'an address has no name to ask for').toEqual([false, 'localhost'])
    expect(await statusWith({ ENV_DOCKER_REGISTRY_CA: certificate }), 'another name').toBe(502)
    const others = '/etc/ssl/certs/ca-certificates.crt'
    const strange = await statusWith({ ...named, ENV_DOCKER_REGISTRY_CA: others })
    expect(strange, 'signed by none of these').toBe(502)
  })
})
