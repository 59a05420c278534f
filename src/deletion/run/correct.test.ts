import { expect, test } from 'vitest'
import type { Digest } from '../../registry/names.ts'
import type { TagOutcome } from '../plan/report.ts'
import { correct, correctAgain } from './correct.ts'

const digest = `sha256:${'d'.repeat(64)}` as Digest
const other = `sha256:${'e'.repeat(64)}` as Digest
const deleted: TagOutcome = { kind: 'deleted', image: 'deleted' }
const at = (where: Digest) => ({ kind: 'at', digest: where, mediaType: '' }) as const

test('a 202 isn’t believed: the tag’s state decides', () => {
  const unlisted = { digests: [digest], isListed: false }
  expect(correct(deleted, { kind: 'absent' }, unlisted)).toBe(deleted)
  expect(correct(deleted, { kind: 'absent' }, { digests: [digest], isListed: true })).toMatchObject(
    {
      kind: 'failed',
      why: 'dangling',
    },
  )
  // It may yet go: registries delete later than they say.
  expect(correct(deleted, at(digest), unlisted)).toMatchObject({
    kind: 'unconfirmed',
    isStillThere: true,
  })
  expect(correct(deleted, at(other), unlisted)).toEqual({
    kind: 'pushed-again',
    digest: other,
    image: 'deleted',
  })
  const unknown = { kind: 'unknown', problem: 'silent', hasEmptyLink: false, message: '' } as const
  expect(correct(deleted, unknown, unlisted)).toMatchObject({ kind: 'unconfirmed' })
})

test('checked again, a tag shows what has changed since', () => {
  const unlisted = { digests: [digest], isListed: false }
  const unknown = { kind: 'unknown', problem: 'silent', hasEmptyLink: false, message: '' } as const
  const unconfirmed: TagOutcome = { kind: 'unconfirmed', said: deleted, message: '' }
  expect(correctAgain(unconfirmed, { kind: 'absent' }, unlisted)).toBe(deleted)
  expect(correctAgain(unconfirmed, at(digest), unlisted)).toMatchObject({ why: 'still-there' })
  expect(correctAgain(unconfirmed, unknown, unlisted)).toMatchObject({ kind: 'unconfirmed' })
  // It had been seen to be gone, so what exists now was pushed.
  expect(correctAgain(deleted, at(digest), unlisted)).toEqual({
    kind: 'pushed-again',
    digest,
    image: 'deleted',
  })
  expect(correctAgain(deleted, unknown, unlisted)).toBe(deleted)
  const pushed: TagOutcome = { kind: 'pushed-again', digest, image: 'deleted' }
  expect(correctAgain(pushed, at(other), unlisted)).toEqual({ ...pushed, digest: other })
  expect(correctAgain(pushed, { kind: 'absent' }, unlisted)).toEqual({ kind: 'already-gone' })
  const stays: TagOutcome = { kind: 'failed', why: 'still-there', message: '' }
  expect(correctAgain(stays, { kind: 'absent' }, unlisted)).toMatchObject({ kind: 'deleted' })
  const moved: TagOutcome = { kind: 'moved', digest: other }
  expect(correctAgain(moved, at(digest), unlisted)).toEqual({ kind: 'not-started' })
  expect(correctAgain(moved, at(other), unlisted)).toEqual(moved)
})
