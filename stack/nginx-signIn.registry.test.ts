import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { environmentFor, startNginx } from './nginx.mjs'
import { portOf } from './ports.mjs'
import { runProcess } from './process.mjs'

// Who signs in, and what with: the page, nginx itself, or a password before the page.

const folder = mkdtempSync(join(tmpdir(), 'homeport-sign-in-'))
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** What the registry and the token service were asked: `HOST METHOD PATH AUTHORIZATION`. */
const asked: string[] = []
const upstream = http.createServer(({ method, url, headers }, response) => {
  const { host, authorization = 'nothing' } = headers
  asked.push([host?.split(':')[0], method, url, authorization].join(' '))
  const type = 'text/html'
  response.writeHead(url?.includes('denied') ? 401 : 200, {
    'content-type': type,
    'www-authenticate': 'Basic realm="upstream"',
    'set-cookie': 'a=b',
  })
  response.end('{"token":"a"}')
})

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), 'the page')
  writeFileSync(join(folder, 'settings.js'), "'__HOMEPORT_READ_ONLY__ __HOMEPORT_REGISTRY_USER__'")
  writeFileSync(join(folder, 'password'), 'pass:wörd\n')
  const { stdout } = await runProcess('htpasswd', ['-niB', '-C', '5', 'ui'], { input: 'door' })
  writeFileSync(join(folder, 'htpasswd'), stdout)
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  upstream.close()
  upstream.closeAllConnections()
  rmSync(folder, { recursive: true })
})

async function homeport(environment: Record<string, string> = {}) {
  const own = environmentFor(`http://127.0.0.1:${portOf(upstream)}`)
  const nginx = await startNginx({ root: folder, environment: { ...own, ...environment } })
  onTestFinished(nginx.stop)
  asked.length = 0
  return async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(nginx.origin + path, { method, headers })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
}

const realm = () => ({ ENV_TOKEN_REALM_URL: `http://localhost:${portOf(upstream)}/auth/token` })
const KEPT = {
  ENV_REGISTRY_USERNAME: 'robot$ci',
  ENV_REGISTRY_PASSWORD_FILE: join(folder, 'password'),
}

describe('tokens', () => {
  test('come from the service on another host, as harmless as every answer', async () => {
    const ask = await homeport(realm())
    const login = { 'X-Registry-Authorization': basic('anna', 'x') }
    const { status, headers, text } = await ask('/token?service=a&scope=b%3Ac%2Cd', login)
    expect({ status, text }).toEqual({ status: 200, text: '{"token":"a"}' })
    expect(asked).toEqual([
      `localhost GET /auth/token?service=a&scope=b%3Ac%2Cd ${basic('anna', 'x')}`,
    ])
    expect(headers.get('www-authenticate')).toBeNull()
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('content-disposition')).toBe('attachment')
  })

  test('come from a service of the registry’s own host without a setting', async () => {
    const ask = await homeport()
    for (const path of ['/service/token', '/v2/auth', '/jwt/auth', '/token']) {
      expect((await ask(`/token${path}?scope=x`)).status).toBe(200)
    }
    expect(asked).toEqual(
      ['/service/token', '/v2/auth', '/jwt/auth', '/token'].map(
        (path) => `127.0.0.1 GET ${path}?scope=x nothing`,
      ),
    )
  })

  test.each([
    ['/token', 'GET'],
    ['/token/api/v2.0/users', 'GET'],
    ['/token/a/../../token', 'DELETE'],
    ['/token/..%2fapi/token', 'GET'],
    ['/token/a%3Fb/token', 'GET'],
    ['/token/service/token', 'POST'],
    ['/token/service/token/', 'GET'],
  ])('nothing else is passed on: %s with %s', async (path, method) => {
    const ask = await homeport()
    await ask(path, {}, method)
    expect(asked).toEqual([])
  })
})

describe('a login kept by nginx', () => {
  test('reaches the registry and the token service, and no browser', async () => {
    const ask = await homeport({ ...KEPT, ...realm(), ENV_ANYONE_MAY_DELETE: 'true' })
    await ask('/v2/', { Authorization: basic('anna', 'x') })
    await ask('/v2/', { 'X-Registry-Authorization': 'Bearer a' })
    await ask('/token?scope=repository%3Aa%3Adelete')
    const kept = basic('robot$ci', 'pass:wörd')
    expect(asked.map((one) => one.split(' ').slice(2).join(' '))).toEqual([
      `/v2/ ${kept}`,
      '/v2/ Bearer a',
      `/auth/token?scope=repository%3Aa%3Adelete ${kept}`,
    ])
    const { text } = await ask('/settings.js')
    expect(text).toBe("'false robot$ci'")
  })

  test.each([
    ['scope=repository%3Aa%2Fb%3Apull', 200],
    ['service=x+y&scope=repository%3Aa%3Apull&scope=registry%3Acatalog%3A*', 200],
    ['', 200],
    ['scope=repository%3Aa%3Adelete', 405],
    ['scope=repository%3Aa%3Apull%2Cpush', 405],
    ['scope=repository%3Aa%3A*', 405],
    ['scope=repository%3Aa%3Apus%68', 405],
    ['service=x;scope=repository:a:push', 405],
    ['SCOPE=repository:a:push', 405],
    ['scope=repository%3Aa%3Apull+repository%3Aa%3Apush', 405],
  ])(
    'gives nobody a token to write with where Homeport is read-only: %s',
    async (query, status) => {
      const ask = await homeport({ ...KEPT, ...realm(), ENV_MODE_BROWSE_ONLY: 'true' })
      for (const path of ['/token', '/token/v2/auth', '/v2/auth', '/v2/token']) {
        expect((await ask(`${path}?${query}`)).status, path).toBe(status)
      }
    },
  )
})

test('a password before the page stays with nginx; the page’s own login passes it', async () => {
  const ask = await homeport({ ENV_UI_HTPASSWD_FILE: join(folder, 'htpasswd') })
  for (const path of ['/', '/settings.js', '/v2/', '/token/service/token', '/assets/x.js']) {
    const { status, headers } = await ask(path)
    expect(status, path).toBe(401)
    expect(headers.get('www-authenticate'), path).toBe('Basic realm="Homeport"')
  }
  expect((await ask('/healthz')).status).toBe(200)
  expect(asked).toEqual([])
  const door = { Authorization: basic('ui', 'door') }
  expect((await ask('/', door)).text).toBe('the page')
  await ask('/v2/', door)
  await ask('/v2/', { ...door, 'X-Registry-Authorization': basic('anna', 'x') })
  expect(asked).toEqual(['127.0.0.1 GET /v2/ nothing', `127.0.0.1 GET /v2/ ${basic('anna', 'x')}`])
})

test('a browser doesn’t forget the password before the page when the registry answers 401', async () => {
  const ask = await homeport({ ENV_UI_HTPASSWD_FILE: join(folder, 'htpasswd') })
  const door = { Authorization: basic('ui', 'door') }
  for (const path of ['/v2/denied/tags/list', '/token/denied/token']) {
    const { status, headers } = await ask(path, door)
    // njs before 0.8.0 can't change it.
    expect([401, 403], path).toContain(status)
    expect(headers.get('x-registry-status'), path).toBe('401')
    expect(headers.get('x-registry-authenticate'), path).toBe('Basic realm="upstream"')
  }
  // A proxy in front may have a password too. Without one, a 401 stays what it is.
  const open = await homeport()
  const hides = async (headers: Record<string, string>) =>
    (await open('/v2/denied/tags/list', headers)).headers.has('x-registry-status')
  expect(await hides(door)).toBe(true)
  expect(await hides({})).toBe(false)
  expect(await hides({ Authorization: 'Bearer a' })).toBe(false)
  expect(await hides({ 'X-Registry-Authorization': basic('anna', 'x') })).toBe(false)
})

test('only the groups in ENV_WRITE_GROUPS write, as the proxy in front names them', async () => {
  const ask = await homeport({ ENV_WRITE_GROUPS: 'ops,a.b', ENV_GROUPS_HEADER: 'X-My-Groups' })
  const statuses: Record<string, boolean> = {
    ops: true,
    'dev, ops': true,
    'dev|ops|x': true,
    'a.b': true,
    dev: false,
    devops: false,
    'ops-team': false,
    'a-b': false,
    '': false,
  }
  for (const [groups, may] of Object.entries(statuses)) {
    const headers = { 'X-My-Groups': groups }
    const { status } = await ask('/v2/a/manifests/x', headers, 'DELETE')
    expect(status, groups).toBe(may ? 200 : 405)
    expect((await ask('/settings.js', headers)).text).toContain(may ? 'false' : 'true')
  }
  const { text } = await ask('/v2/a/manifests/x', {}, 'DELETE')
  expect(text).toContain('ENV_WRITE_GROUPS')
  expect(text).not.toContain('ENV_MODE_BROWSE_ONLY')
  expect((await ask('/v2/', { 'X-My-Groups': 'dev' })).status).toBe(200)
})
