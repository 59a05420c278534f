import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { JournalError } from '../../../deletion/journal/journal.ts'
import * as errors from '../../../registry/errors.ts'
import type { Digest } from '../../../registry/names.ts'

// Every error on every page links to its line on Connection.

// The same address as in other tests: they share modules.
beforeAll(() => {
  vi.stubGlobal('location', new URL('http://registry.home:5000/'))
  vi.stubGlobal('document', { baseURI: 'http://registry.home:5000/', cookie: '' })
  vi.stubGlobal('sessionStorage', { getItem: () => null })
})
afterAll(() => vi.unstubAllGlobals())

const DIGEST = `sha256:${'0'.repeat(64)}` as Digest
const REQUESTS: Readonly<Record<string, string>> = {
  'GET /v2/': 'reach',
  'GET /v2/_catalog?n=100': 'catalog',
  'GET /v2/team/blobs/tags/list?n=1': 'tags',
  'HEAD /v2/team/app/manifests/tags': 'manifests',
  [`GET /v2/tags/app/blobs/${DIGEST}`]: 'blobs',
  [`GET /v2/manifests/referrers/${DIGEST}`]: 'referrers',
  'DELETE /v2/team/app/manifests/a': 'deletion',
  'PUT /v2/team/app/manifests/a': 'deletion',
}

test('each error leads to a line that is there', async () => {
  const { findCheck } = await import('../../../components/failures/findCheck.ts')
  const { CHECKS } = await import('./checks.ts')
  const ids = CHECKS.map(({ id }) => id)
  for (const [request, check] of Object.entries(REQUESTS)) {
    const rejected = [request, 400, [], ''] as const
    const found = [
      new errors.RegistryRejectedError(...rejected),
      new errors.NotFoundError(...rejected),
      new errors.RateLimitedError(...rejected),
      new errors.RedirectedError(request, ''),
      new errors.MalformedResponseError(request, 'web-page', ''),
      new errors.DigestMismatchError(request, DIGEST, DIGEST),
      new errors.UncheckableDigestError(request, DIGEST),
    ].map(findCheck)
    expect(new Set(found), request).toEqual(new Set([check]))
    const reach = findCheck(new errors.RegistryUnreachableError(request, 'gateway', ''))
    expect(reach).toBe('reach')
    for (const kind of [errors.LoginRequiredError, errors.AccessDeniedError]) {
      expect(findCheck(new kind(...rejected))).toBe('sign-in')
    }
    expect(ids).toContain(check)
  }
  expect(findCheck(new JournalError('not recorded'))).toBe('storage')
  expect(ids).toEqual(expect.arrayContaining(['reach', 'sign-in', 'storage']))
  // Homeport's own fault is no business of the registry's.
  expect(findCheck(new TypeError('x'))).toBeUndefined()
})

test('a refusal by a rule of the registry is called that, with its own words', async () => {
  const { failed } = await import('../finding.ts')
  const details = [{ code: 'PRECONDITION', message: 'tag 1.0 is immutable' }]
  const request = 'DELETE /v2/team/app/manifests/1.0'
  const found = failed(new errors.RegistryRejectedError(request, 412, details, ''))
  expect(found.seen).toContain('PRECONDITION: tag 1.0 is immutable')
  expect(found.remedy?.text).toContain('A rule of the registry forbids it')
})

test('TLS is named; without a verified certificate it is a limit, with the line to add', async () => {
  const { settings } = await import('../../../queries/session/settings.ts')
  const { examineReach } = await import('./reach.ts')
  const { createProbe } = await import('../probe.ts')
  const answer = { status: 200, headers: new Headers(), refusal: undefined, milliseconds: 1 }
  const probe = { ...createProbe(), greeting: () => Promise.resolve(answer) }
  const seenWith = async (upstreamTls: string) => {
    const { upstreamTls: before } = Object.assign({}, settings)
    Object.assign(settings, { upstreamTls })
    const found = await examineReach(probe)
    Object.assign(settings, { upstreamTls: before })
    return found
  }
  expect(await seenWith('none')).toMatchObject({ state: 'ok' })
  expect(await seenWith('verified')).toMatchObject({ state: 'ok' })
  expect((await seenWith('verified')).seen).toContain('verified certificate')
  const { state, remedy } = await seenWith('unverified')
  expect(state).toBe('limited')
  expect(remedy?.lines?.[0]).toMatch(/^ENV_DOCKER_REGISTRY_CA=/)
})

test('one cause is reported once, by the check whose request failed', async () => {
  const { runCheck } = await import('./runCheck.ts')
  const { CHECKS } = await import('./checks.ts')
  const { createProbe } = await import('../probe.ts')
  const error = new errors.RedirectedError('GET /v2/a/blobs/x', 'elsewhere')
  const probe = {
    ...createProbe(),
    greeting: () =>
      Promise.resolve({ status: 200, headers: new Headers(), refusal: undefined, milliseconds: 1 }),
    firstByte: () => Promise.reject(error),
    ownerOf: (met: unknown) => (met === error ? 'blobs' : undefined),
  }
  const seen = await Promise.all(
    CHECKS.filter(({ id }) => id === 'blobs' || id === 'ranges').map((check) =>
      runCheck(check, probe),
    ),
  )
  expect(seen).toMatchObject([
    { state: 'failed', remedy: { lines: ['REGISTRY_STORAGE_REDIRECT_DISABLE=true'] } },
    { state: 'unknown', seen: 'Not checked: see “Layers and configs”.' },
  ])
})
