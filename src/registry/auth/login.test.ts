import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import type { RegistryRequest } from '../transport/transport.ts'
import { type Login, basicAuthorization, loginTransport } from './login.ts'

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

test('the password is sent after the first challenge, then with every request', async () => {
  const { asked, transport } = guarded('Basic realm="x"', () => BASIC)
  const login = loginTransport(transport, () => LOGIN)
  expect((await login({ path: '/v2/' })).status).toBe(200)
  expect((await login({ path: '/v2/b/tags/list' })).status).toBe(200)
  expect(asked).toEqual(['GET /v2/', `GET /v2/ ${BASIC}`, `GET /v2/b/tags/list ${BASIC}`])
})

test('with Bearer and Basic in one header the password is enough if there is no token service', async () => {
  const { transport } = guarded(`${TOKENS}, Basic realm="x"`, () => BASIC)
  expect((await loginTransport(transport, () => LOGIN)({ path: '/v2/' })).status).toBe(200)
})

test('if only a token is accepted, no password is sent', async () => {
  const { asked, transport } = guarded(TOKENS, () => BASIC)
  expect((await loginTransport(transport, () => LOGIN)({ path: '/v2/' })).status).toBe(401)
  expect(asked).toEqual(['GET /v2/'])
})

test('each request gets the token for its own repository, right and user', async () => {
  let login: Login | undefined = LOGIN
  const right = ({ method = 'GET', path }: RegistryRequest) =>
    `Bearer ${login?.user}-${method}-${path.split('/')[2]}`
  const { asked, transport } = guarded(TOKENS, right)
  let latest: RegistryRequest = { path: '' }
  const service = loginTransport(
    transport,
    () => login,
    (_challenge, basic) => Promise.resolve(basic && right(latest).replace('Bearer ', '')),
  )
  const ask = async (request: RegistryRequest) => (await service((latest = request))).status
  const read = (repository: string) => ({ path: `/v2/${repository}/manifests/x` })
  expect(await ask(read('a'))).toBe(200)
  expect(await ask(read('b'))).toBe(200)
  expect(await ask({ ...read('a'), method: 'DELETE' })).toBe(200)
  asked.length = 0
  expect(await ask(read('a'))).toBe(200)
  expect(await ask(read('b'))).toBe(200)
  expect(await ask({ ...read('a'), method: 'DELETE' })).toBe(200)
  expect(asked).toHaveLength(3)
  login = { ...LOGIN, user: 'jörg' }
  expect(await ask(read('a'))).toBe(200)
  expect(asked.filter((one) => one.includes('anna-GET'))).toHaveLength(2)
  login = undefined
  expect(await ask(read('a'))).toBe(401)
})

test('what was in flight during sign-in is requested once more', async () => {
  let login: Login | undefined
  const { asked, transport } = guarded('Basic', () => BASIC)
  const service = loginTransport(
    (request) => {
      const answer = transport(request)
      if (asked.length === 2) login = LOGIN
      return answer
    },
    () => login,
  )
  expect((await service({ path: '/v2/' })).status).toBe(401)
  expect((await service({ path: '/v2/' })).status).toBe(200)
  expect(asked).toEqual(['GET /v2/', 'GET /v2/', `GET /v2/ ${BASIC}`])
})
