import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  LOGIN,
  type TokenProduct,
  startTokenRegistry,
} from '../../../stack/products/tokenServices.mjs'
import { fetchTransport } from '../transport/transport.ts'
import { authorizedTransport } from './authorizer.ts'
import type { Login } from './login.ts'
import { realmOf } from './token.ts'
import { verifyLogin } from './verifyLogin.ts'

// Emulated token services: what differs between products, read in their sources and documentation.

const products: readonly TokenProduct[] = [
  'docker-hub',
  'gitlab',
  'harbor',
  'quay',
  'ghcr',
  'acr',
  'gitea',
]

describe.each(products)('%s', (product) => {
  let registry: Awaited<ReturnType<typeof startTokenRegistry>>
  beforeAll(async () => void (registry = await startTokenRegistry(product)))
  afterAll(() => registry.stop())

  const as = (login: Login | undefined) =>
    authorizedTransport(fetchTransport(registry.origin), () => login, realmOf(registry.origin))
  const statusOf = async (transport: ReturnType<typeof as>, path: string, method?: 'DELETE') =>
    (await transport({ path, ...(method && { method }) })).status

  test('strangers read what is public, with an anonymous token', async () => {
    const transport = as(undefined)
    expect(await statusOf(transport, '/v2/public/app/tags/list')).toBe(200)
    expect(await statusOf(transport, '/v2/team/app/tags/list')).toBe(401)
  })

  test('a login reads and deletes, with one token for each scope', async () => {
    const transport = as(LOGIN)
    registry.tokens.length = 0
    const lists = [1, 2, 3].map(() => statusOf(transport, '/v2/team/app/tags/list'))
    expect(await Promise.all(lists)).toEqual([200, 200, 200])
    expect(await statusOf(transport, '/v2/team/app/manifests/1')).toBe(200)
    expect(registry.tokens.length).toBeLessThanOrEqual(1)
    const deleted = await statusOf(transport, '/v2/team/app/manifests/sha256:0', 'DELETE')
    expect(deleted).toBe(product === 'ghcr' ? 405 : 202)
    expect(registry.tokens.length).toBeLessThanOrEqual(2)
  })

  test('what a login may not do stays refused, without a loop', async () => {
    const transport = as(LOGIN)
    registry.tokens.length = 0
    registry.asked.length = 0
    expect(await statusOf(transport, '/v2/_catalog')).toBe(401)
    expect(await statusOf(transport, '/v2/other/app/tags/list')).toBe(401)
    expect(registry.asked.length).toBeLessThanOrEqual(4)
    // Quay's service knows no scope of the catalog, and is asked for a token without one.
    expect(registry.tokens.length).toBeLessThanOrEqual(4)
  })

  test('a right login is told from a wrong one', async () => {
    const parts = {
      transport: fetchTransport(registry.origin),
      findRealm: realmOf(registry.origin),
    }
    const refused = { request: 'GET /v2/_catalog', challenge: '' }
    const takesPassword = ['harbor', 'gitea', 'acr'].includes(product)
    expect(await verifyLogin(parts, LOGIN, refused)).toBe(takesPassword ? 'basic' : 'token')
    const wrong = { ...LOGIN, password: 'wrong' }
    expect(await verifyLogin(parts, wrong, refused)).toBe('refused')
  })
})
