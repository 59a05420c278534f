import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import type { RegistryRequest } from '../transport/transport.ts'
import { basicAuthorization } from './login.ts'
import { type Refused, verifyLogin } from './verifyLogin.ts'

const LOGIN = { user: 'anna', password: 'secret' }
const BASIC = basicAuthorization(LOGIN)
const BEARER = { 'WWW-Authenticate': 'Bearer realm="https://auth.test/token"' }
const REFUSED: Refused = { request: 'GET /v2/a/tags/list', challenge: 'Basic realm="x"' }

/** Checks the login with a registry that answers with these statuses; `token`: what the service answers. */
async function check(
  statusOf: (request: RegistryRequest, authorization: string | undefined) => number,
  { refused = REFUSED, token = 401, isFar = false } = {},
) {
  const asked: string[] = []
  const transport = fakeTransport((path, request) => {
    const authorization = request.headers?.['Authorization']
    asked.push([request.method ?? 'GET', path, authorization?.split(' ')[0]].join(' ').trim())
    const status = statusOf(request, authorization)
    return status < 300 ? new Response('{}') : errorAnswer(status, 'X', '', BEARER)
  })
  const service = fakeTransport((_path, { headers }) => {
    expect(headers?.['Authorization']).toBe(BASIC)
    return token === 200 ? new Response('{"token":"t"}') : errorAnswer(token, 'DENIED')
  })
  const findRealm = () => (isFar ? undefined : { transport: service, path: '/token' })
  const result = await verifyLogin({ transport, findRealm }, LOGIN, refused)
  return { result, asked }
}

test('a password is checked on /v2/ if that is closed', async () => {
  const closed = (right: string) => (_request: RegistryRequest, sent?: string) =>
    sent === right ? 200 : 401
  expect(await check(closed(BASIC))).toEqual({
    result: 'basic',
    asked: ['GET /v2/', 'GET /v2/ Basic'],
  })
  expect((await check(closed('Bearer t'), { token: 200 })).result).toBe('token')
  expect((await check(closed('Bearer t'), { token: 401 })).result).toBe('refused')
  // GitLab, GHCR
  expect((await check(closed('Bearer t'), { token: 403 })).result).toBe('refused')
  expect((await check(closed('Bearer t'), { isFar: true })).result).toBe('realm-unknown')
  expect((await check(closed('Bearer of another'), { token: 200 })).result).toBe('token-refused')
})

test.each([
  ['GET /v2/a/tags/list', 'GET /v2/a/tags/list'],
  ['HEAD /v2/a/manifests/x', 'GET /v2/a/manifests/x'],
  ['DELETE /v2/a/manifests/x', `DELETE /v2/a/manifests/sha256:${'0'.repeat(64)}`],
  ['PUT /v2/a/manifests/x', `DELETE /v2/a/manifests/sha256:${'0'.repeat(64)}`],
])('where /v2/ is open, it is checked on what was refused: %s', async (request, probe) => {
  const refused = { request, challenge: 'Basic realm="x"' }
  for (const [status, result] of [
    [404, 'basic'],
    [401, 'refused'],
    // Known, but not allowed (zot).
    [403, 'basic'],
  ] as const) {
    const answer = await check(({ path }) => (path === '/v2/' ? 200 : status), { refused })
    expect(answer.result).toBe(result)
    expect(answer.asked.slice(0, 2)).toEqual(['GET /v2/', `${probe} Basic`])
  }
})

test.each([403, 429, 500, 502])('%i says nothing about a login', async (status) => {
  await expect(check((_request, sent) => (sent ? status : 401))).rejects.toThrow(`${status}`)
})
