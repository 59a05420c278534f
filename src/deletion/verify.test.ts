import { expect, test } from 'vitest'
import type { Digest } from '../registry/names.ts'
import type { TagOutcome } from './report.ts'
import { correct } from './verify.ts'

const digest = `sha256:${'d'.repeat(64)}` as Digest
const other = `sha256:${'e'.repeat(64)}` as Digest
const deleted: TagOutcome = { kind: 'deleted', image: 'deleted' }
const at = (where: Digest) => ({ kind: 'at', digest: where, mediaType: '' }) as const

test('a 202 is not believed: the tag says what became of it', () => {
  const unlisted = { digest, isListed: false }
  expect(correct(deleted, { kind: 'absent' }, unlisted)).toBe(deleted)
  expect(correct(deleted, { kind: 'absent' }, { digest, isListed: true })).toMatchObject({
    kind: 'failed',
    why: 'dangling',
  })
  expect(correct(deleted, at(digest), unlisted)).toMatchObject({ why: 'still-there' })
  expect(correct(deleted, at(other), unlisted)).toEqual({
    kind: 'pushed-again',
    digest: other,
    image: 'deleted',
  })
  const unknown = { kind: 'unknown', problem: 'silent', hasEmptyLink: false, message: '' } as const
  expect(correct(deleted, unknown, unlisted)).toMatchObject({ kind: 'unconfirmed' })
})
