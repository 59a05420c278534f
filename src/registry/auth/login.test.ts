import { expect, test, vi } from 'vitest'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import type { RegistryRequest } from '../transport/transport.ts'
import { authorizedTransport } from './authorizer.ts'
import { type Login, basicAuthorization } from './login.ts'
import type { FindRealm } from './token.ts'

const LOGIN = { user: 'anna', password: 'secret' }
const BASIC = basicAuthorization(LOGIN)
const TOKENS = 'Bearer realm="https://auth.test/token"'

/** Refuses requests without the authorization in `right`, and records what each request sent. */
function guarded(challenge: string, right: (request: RegistryRequest) => string) {
  const asked: string[] = []
  const transport = fakeTransport((path, request) => {
    const { method = 'GET', headers } = request
    const authorization = headers?.['Authorization']
    asked.push([method, path, authorization].filter(Boolean).join(' '))
    if (authorization === right(request)) return new Response('{}')
    return errorAnswer(401, 'UNAUTHORIZED', '', { 'WWW-Authenticate': challenge })
  })
  return { asked, transport }
}

const nowhere: FindRealm = () => undefined

/** A token service; `token` decides what it gives, `undefined` refuses. */
function tokensBy(
  token: (query: URLSearchParams, authorization: string | undefined) => string | undefined,
) {
  const scopes: string[] = []
  const transport = fakeTransport((path, { headers }) => {
    const { searchParams } = new URL(path, 'http://auth.test')
    scopes.push(searchParams.get('scope') ?? '')
    const given = token(searchParams, headers?.['Authorization'])
    if (given === undefined) return errorAnswer(401, 'UNAUTHORIZED')
    return new Response(JSON.stringify({ token: given }))
  })
  return { scopes, findRealm: () => ({ transport, path: '/token' }) }
}

test('the password is sent after the first challenge, then with every request', async () => {
  const { asked, transport } = guarded('Basic realm="x"', () => BASIC)
  const login = authorizedTransport(transport, () => LOGIN, nowhere)
  expect((await login({ path: '/v2/' })).status).toBe(200)
  expect((await login({ path: '/v2/b/tags/list' })).status).toBe(200)
  expect(asked).toEqual(['GET /v2/', `GET /v2/ ${BASIC}`, `GET /v2/b/tags/list ${BASIC}`])
})

test('with Bearer and Basic in one header the password is enough', async () => {
  const { asked, transport } = guarded(`${TOKENS}, Basic realm="x"`, () => BASIC)
  const login = authorizedTransport(transport, () => LOGIN, tokensBy(() => 'unneeded').findRealm)
  expect((await login({ path: '/v2/' })).status).toBe(200)
  expect(asked).toHaveLength(2)
})

test('if only a token is accepted, no password is sent', async () => {
  const { asked, transport } = guarded(TOKENS, () => BASIC)
  expect(
    (await authorizedTransport(transport, () => LOGIN, nowhere)({ path: '/v2/' })).status,
  ).toBe(401)
  expect(asked).toEqual(['GET /v2/'])
})

test('each request gets the token for its own repository, right and user', async () => {
  let login: Login | undefined = LOGIN
  const userOf = (authorization = '') =>
    Buffer.from(authorization.slice(6), 'base64').toString().split(':')[0]
  const right = ({ method = 'GET', path }: RegistryRequest) =>
    `Bearer ${login?.user}|repository:${path.split('/')[2]}:${method === 'GET' ? 'pull' : 'delete'}`
  const { asked, transport } = guarded(TOKENS, right)
  const { findRealm } = tokensBy((query, authorization) => {
    return authorization && `${userOf(authorization)}|${query.get('scope')}`
  })
  const service = authorizedTransport(transport, () => login, findRealm)
  const ask = async (request: RegistryRequest) => (await service(request)).status
  const read = (repository: string) => ({ path: `/v2/${repository}/manifests/x` })
  const remove = { ...read('a'), method: 'DELETE' } as const
  for (const request of [read('a'), read('b'), remove]) expect(await ask(request)).toBe(200)
  asked.length = 0
  for (const request of [read('a'), read('b'), remove]) expect(await ask(request)).toBe(200)
  expect(asked).toHaveLength(3)
  login = { ...LOGIN, user: 'bert' }
  expect(await ask(read('a'))).toBe(200)
  login = undefined
  expect(await ask(read('a'))).toBe(401)
})

test('once the registry has named the usual scope, a token for a read is fetched before it', async () => {
  const right = ({ path }: RegistryRequest) => `Bearer repository:${path.split('/')[2]}:pull`
  const { asked, transport } = guarded(`${TOKENS},scope="repository:a:pull"`, right)
  const { scopes, findRealm } = tokensBy((query) => query.get('scope') ?? '')
  const service = authorizedTransport(transport, () => undefined, findRealm)
  for (const repository of ['a', 'b', 'c']) {
    expect((await service({ path: `/v2/${repository}/tags/list` })).status).toBe(200)
  }
  expect(scopes).toEqual(['repository:a:pull', 'repository:b:pull', 'repository:c:pull'])
  expect(asked).toHaveLength(4)
})

test('a token is kept until it expires, and is good for a minute if nothing is said', async () => {
  vi.useFakeTimers()
  try {
    let valid = 'Bearer first'
    const { transport } = guarded(TOKENS, () => valid)
    const answers = ['first', 'second', 'third']
    const { scopes, findRealm } = tokensBy(() => answers.shift())
    const service = authorizedTransport(transport, () => undefined, findRealm)
    const ask = async () => (await service({ path: '/v2/a/tags/list' })).status
    expect(await ask()).toBe(200)
    vi.advanceTimersByTime(54_000)
    expect(await ask()).toBe(200)
    expect(scopes).toHaveLength(1)
    vi.advanceTimersByTime(2000)
    valid = 'Bearer second'
    expect(await ask()).toBe(200)
    expect(scopes).toHaveLength(2)
    // Taken back before its time: fetched once more, not again and again.
    valid = 'Bearer never'
    expect(await ask()).toBe(401)
    expect(scopes).toHaveLength(3)
  } finally {
    vi.useRealTimers()
  }
})

test.each([
  ['{"token":"a"}', 'a'],
  ['{"access_token":"a"}', 'a'],
  ['{"token":"a","access_token":""}', 'a'],
  ['{"token":"","access_token":"a"}', 'a'],
  ['{"token":null,"access_token":"a"}', 'a'],
  ['{"token":"a b"}', undefined],
  ['{"token":""}', undefined],
  ['{}', undefined],
  ['<html>sign in</html>', undefined],
])('a service that answers %s gives %s', async (body, token) => {
  const { asked, transport } = guarded(TOKENS, () => 'Bearer a')
  const findRealm = () => ({ transport: fakeTransport(() => new Response(body)), path: '/token' })
  const answer = await authorizedTransport(transport, () => undefined, findRealm)({ path: '/v2/' })
  expect(answer.status).toBe(token === undefined ? 401 : 200)
  expect(asked).toHaveLength(token === undefined ? 1 : 2)
})

test('what was in flight during sign-in is requested once more', async () => {
  let login: Login | undefined
  const { asked, transport } = guarded('Basic', () => BASIC)
  const service = authorizedTransport(
    (request) => {
      const answer = transport(request)
      if (asked.length === 2) login = LOGIN
      return answer
    },
    () => login,
    nowhere,
  )
  expect((await service({ path: '/v2/' })).status).toBe(401)
  expect((await service({ path: '/v2/' })).status).toBe(200)
  expect(asked).toEqual(['GET /v2/', 'GET /v2/', `GET /v2/ ${BASIC}`])
})
