import { expect, test } from 'vitest'
import {
  DigestMismatchError,
  MalformedResponseError,
  RedirectedError,
  RegistryUnreachableError,
} from '../errors.ts'
import type { Digest } from '../names.ts'
import { send } from './transport.ts'
import { judgeFailure } from './attempt.ts'

const json = (code: string) => JSON.stringify({ errors: [{ code, message: 'said so' }] })

test.for([
  [401, json('UNAUTHORIZED'), 'refused'],
  [403, json('DENIED'), 'refused'],
  [403, '<html>', 'refused'],
  [405, json('UNSUPPORTED'), 'refused'],
  [405, 'Method not allowed', 'refused'],
  [405, json('READ_ONLY'), 'refused'],
  [405, json('DENIED'), 'rejected'],
  [409, json('TAG_IMMUTABLE'), 'rejected'],
  [412, json('PRECONDITION'), 'rejected'],
  [404, json('MANIFEST_UNKNOWN'), 'absent'],
  [404, json('NOT_FOUND'), 'absent'],
  [404, json('DENIED'), 'lost'],
  [404, '<html>', 'lost'],
  [400, json('MANIFEST_INVALID'), 'rejected'],
  [400, '<html>', 'lost'],
  [413, json('MANIFEST_TOO_LARGE'), 'rejected'],
  [500, json('UNKNOWN'), 'broken'],
  [500, '<html>', 'lost'],
  [502, json('REGISTRY_UNREACHABLE'), 'lost'],
  [504, '', 'lost'],
  [302, '', 'lost'],
] as const)('%i %s is %s', async ([status, body, kind]) => {
  const request = { method: 'DELETE', path: '/v2/a/manifests/b' } as const
  const error: unknown = await send(
    () => Promise.resolve(new Response(body, { status })),
    request,
  ).catch((failure: unknown) => failure)
  expect(judgeFailure(error).kind).toBe(kind)
})

test('no response or a strange one proves nothing, and a bug isn’t blamed on the registry', () => {
  const digest = 'sha256:0' as Digest
  for (const error of [
    new RegistryUnreachableError('DELETE', 'network', 'reset'),
    new MalformedResponseError('DELETE', 'unexpected', 'answered 200'),
    new RedirectedError('DELETE', 'elsewhere'),
    new DigestMismatchError('GET', digest, digest),
  ]) {
    expect(judgeFailure(error).kind).toBe('lost')
  }
  expect(() => judgeFailure(new TypeError('a bug'))).toThrow('a bug')
})
