import { expect, test } from 'vitest'
import { errorAnswer, fakeTransport } from '../../../test/fakeTransport.ts'
import { authorizedTransport } from './authorizer.ts'

const DELETE = { method: 'DELETE', path: '/v2/a/manifests/x' } as const

/** Deletes with a service that knows only `known`; returns the scopes it was asked for. */
async function scopesFor(known: string, named?: string): Promise<readonly string[]> {
  const scopes: string[] = []
  const parameters = named === undefined ? '' : `,scope="${named}"`
  const headers = { 'WWW-Authenticate': `Bearer realm="https://auth.test/t"${parameters}` }
  const registry = fakeTransport((_path, request) =>
    request.headers?.['Authorization'] ? new Response('{}') : errorAnswer(401, 'X', '', headers),
  )
  const service = fakeTransport((path) => {
    const scope = new URL(path, 'https://auth.test').searchParams.get('scope') ?? ''
    scopes.push(scope)
    return scope === known ? new Response('{"token":"t"}') : errorAnswer(400, 'INVALID_REQUEST')
  })
  const findRealm = () => ({ transport: service, path: '/token' })
  await authorizedTransport(registry, () => undefined, findRealm)(DELETE)
  return scopes
}

test('a service that knows no scope for deletion is asked for others', async () => {
  const all = ['repository:a:delete', 'repository:a:pull,push', 'repository:a:*']
  expect(await scopesFor('repository:a:pull,push')).toEqual(all.slice(0, 2))
  expect(await scopesFor('repository:a:*')).toEqual(all)
  expect(await scopesFor('nothing')).toEqual(all)
})

test('the registry’s own scope comes first, unless it is about something else', async () => {
  expect(await scopesFor('repository:a:push', 'repository:a:push')).toEqual(['repository:a:push'])
  for (const named of ['*', 'repository:user/image:pull', 'registry:catalog:*']) {
    expect(await scopesFor('repository:a:delete', named)).toEqual(['repository:a:delete'])
  }
})
