import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as content from '../../../stack/content.mjs'
import { goPart } from '../../../stack/parts.mjs'
import { type Registry, startRegistry } from '../../../stack/registry.mjs'
import { type TokenService, startTokenService } from '../../../test/script/tokenService.ts'
import { endlessBody } from '../../../test/fakeTransport.ts'
import { deleteManifest, fetchManifest } from '../manifests.ts'
import type { Digest, RepositoryName, Tag } from '../names.ts'
import { fetchTransport } from '../transport/transport.ts'
import { authorizedTransport } from './authorizer.ts'
import type { Login } from './login.ts'
import { realmOf } from './token.ts'
import { verifyLogin } from './verifyLogin.ts'

const LOGIN = { user: 'cron', password: 'pass:wörd' }
const repository = 'team/app' as RepositoryName
const hasGo = (await goPart('distribution-3.1.2')) !== undefined
let tokens: TokenService
beforeAll(async () => void (tokens = await startTokenService(LOGIN)))
afterAll(() => tokens.stop())

function withLogin(root: string, login: Login | undefined) {
  return authorizedTransport(fetchTransport(root), () => login, realmOf(root))
}

describe.each(['2.8.2', '3.1.2'] as const)('distribution %s', (kind) => {
  const hasProgram = kind === '2.8.2' || hasGo
  let registry: Registry
  beforeAll(async () => {
    if (hasProgram) registry = await startRegistry({ kind, token: tokens.settings })
  })
  afterAll(() => registry?.stop())

  async function push(tag: string): Promise<Digest> {
    const authorization = tokens.all(repository)
    const place = { origin: registry.origin, repository, authorization }
    return (await content.pushImage({ ...place, tag })).digest as Digest
  }

  test.runIf(hasProgram)('a token is fetched for each right and reused', async () => {
    const digest = await push('a')
    tokens.scopes.length = 0
    const transport = withLogin(registry.origin, LOGIN)
    await Promise.all([1, 2, 3].map(() => fetchManifest({ transport, repository }, 'a' as Tag)))
    await fetchManifest({ transport, repository }, 'a' as Tag)
    expect(tokens.scopes).toEqual(['repository:team/app:pull'])
    await deleteManifest({ transport, repository }, digest)
    expect(tokens.scopes).toHaveLength(2)
    expect(tokens.scopes[1]).toContain('delete')
    await expect(fetchManifest({ transport, repository }, 'a' as Tag)).rejects.toThrow('404')
  })

  test.runIf(hasProgram)('an expired token is replaced, once', async () => {
    await push('b')
    const transport = withLogin(registry.origin, LOGIN)
    tokens.expire(1)
    await expect(fetchManifest({ transport, repository }, 'b' as Tag)).rejects.toThrow('401')
    await fetchManifest({ transport, repository }, 'b' as Tag)
  })

  test.runIf(hasProgram)('with a wrong login or none, the caller gets the refusal', async () => {
    await push('c')
    for (const login of [undefined, { ...LOGIN, password: 'wrong' }]) {
      const transport = withLogin(registry.origin, login)
      await expect(fetchManifest({ transport, repository }, 'c' as Tag)).rejects.toThrow('401')
    }
  })

  test.runIf(hasProgram)('a login is told from a wrong one, and from a wrong clock', async () => {
    const parts = {
      transport: fetchTransport(registry.origin),
      findRealm: realmOf(registry.origin),
    }
    const check = (login: Login) =>
      verifyLogin(parts, login, { request: 'GET /v2/', challenge: '' })
    expect(await check(LOGIN)).toBe('token')
    expect(await check({ ...LOGIN, password: 'wrong' })).toBe('refused')
    tokens.expire(1)
    expect(await check(LOGIN)).toBe('token-refused')
  })
})

test('if the registry uses TLS, the password isn’t sent in clear text to a token service', async () => {
  tokens.scopes.length = 0
  const asked = await askWithout('https://registry.example', new Response('{"token":"a"}'))
  expect(asked).toEqual(['https://registry.example/v2/'])
})

test('a token response is read only up to the size of a token', async () => {
  const { body, taken } = endlessBody()
  const asked = await askWithout('http://registry.example', new Response(body))
  expect(asked.map((url) => new URL(url).pathname)).toEqual(['/v2/', '/token'])
  expect(taken()).toBeLessThan(200_000)
})

/** Queries a registry that refuses everything; returns the requested addresses. */
async function askWithout(registry: string, token: Response): Promise<readonly string[]> {
  const asked: string[] = []
  const { realm } = tokens.settings
  const challenge = `Bearer realm="${realm}",service="x",scope="repository:a:pull"`
  const refusal = { status: 401, headers: { 'WWW-Authenticate': challenge } }
  vi.stubGlobal('fetch', (url: string | URL) => {
    asked.push(String(url))
    return Promise.resolve(String(url).startsWith(realm) ? token : new Response('', refusal))
  })
  try {
    const response = await withLogin(registry, LOGIN)({ path: '/v2/' })
    expect(response.status).toBe(401)
  } finally {
    vi.unstubAllGlobals()
  }
  return asked
}
