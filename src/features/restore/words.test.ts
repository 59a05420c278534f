import { expect, test } from 'vitest'
import type { RecoveredEntry, RecoveryReport, TagRecovery } from '../../deletion/recover/report.ts'
import type { RestoreReport, RestoredTag, TagRestoration } from '../../deletion/restore/report.ts'
import { parseDigest, parseRepositoryName, parseTag } from '../../../test/names.ts'
import { describeRestoration, summarizeRecovery, summarizeRestore } from './words.ts'

const repository = parseRepositoryName('team/app')
const digest = parseDigest(`sha256:${'a'.repeat(64)}`)
const restored: TagRestoration = { kind: 'restored', digest }

function report(
  outcomes: readonly TagRestoration[],
  rest: Partial<RestoreReport> = {},
): RestoreReport {
  const tags = outcomes.map((outcome, index): RestoredTag => ({
    tag: parseTag(`t${index}`),
    outcome,
  }))
  const isWhole = outcomes.every(({ kind }) => kind === 'restored' || kind === 'removed')
  return {
    entries: [{ id: 'x', repository, isWhole, tags, manifests: [] }],
    stopped: undefined,
    unrecorded: undefined,
    ...rest,
  }
}

test('the message says how many tags were restored, and why the first of the others was not', () => {
  const say = (...outcomes: TagRestoration[]) => summarizeRestore(report(outcomes))
  expect(say(restored)).toEqual({ what: '1 tag restored in team/app' })
  expect(say(restored, restored)).toEqual({ what: '2 tags restored in team/app' })
  expect(say({ kind: 'removed' })).toEqual({ what: 't0 deleted again' })
  expect(say(restored, { kind: 'elsewhere', digest })).toEqual({
    what: '1 of 2 tags restored in team/app',
    why: 't1 now at sha256:aaaaaaaaaaaa; left there.',
  })
  const stopped = report([{ kind: 'not-started' }], {
    stopped: 'read-only',
  })
  expect(summarizeRestore(stopped).why).toContain('read-only')
})

test('what garbage collection deleted must be pushed again, after a restart if needed', () => {
  const collected = { kind: 'collected', missing: [digest] } as const
  expect(describeRestoration({ ...collected, restartFirst: true })).toMatch(
    /Restart the registry, then push the image again$/,
  )
  expect(describeRestoration({ ...collected, restartFirst: false })).toMatch(
    /content\. Push the image again$/,
  )
})

test('a message of the registry is shown with its invisible characters escaped', () => {
  const text = describeRestoration({ kind: 'failed', message: 'no\u202egood' })
  expect(text).toContain('no\\u202egood')
})

test('interrupted deletions are summed up by the results of their tags', () => {
  const kinds = ['gone', 'finished', 'restored', 'not-deleted'] as const
  const entry: RecoveredEntry = {
    repository,
    tags: [
      ...kinds.map((kind, index) => ({ tag: parseTag(`t${index}`), outcome: { kind } })),
      { tag: parseTag('u'), outcome: { kind: 'unknown' } },
    ],
  }
  expect(summarizeRecovery({ entries: [entry], stopped: undefined })).toBe(
    'A deletion in team/app was interrupted: 2 tags deleted, 2 tags kept, 1 tag: outcome unknown.',
  )
  expect(summarizeRecovery({ entries: [], stopped: undefined })).toBeUndefined()
})

test('a tag that exists is not called gone, nor changed if nothing was sent', () => {
  const entryWith = (...outcomes: readonly TagRecovery[]): RecoveryReport => ({
    entries: [
      {
        repository,
        tags: outcomes.map((outcome, index) => ({ tag: parseTag(`t${index}`), outcome })),
      },
    ],
    stopped: undefined,
  })
  const untouched = { kind: 'untouched' } as const
  expect(summarizeRecovery(entryWith(untouched, untouched))).toBe(
    'A deletion in team/app was interrupted before it deleted anything.',
  )
  expect(summarizeRecovery(entryWith({ kind: 'gone' }, untouched))).toBe(
    'A deletion in team/app was interrupted: 1 tag deleted, 1 tag not started.',
  )
  const elsewhere = { kind: 'elsewhere', digest } as const
  expect(summarizeRecovery(entryWith(elsewhere))).toBe(
    'A deletion in team/app was interrupted: 1 tag moved since; it may have been deleted before.',
  )
  expect(summarizeRecovery(entryWith({ kind: 'moved' }))).not.toMatch(/gone|deleted/)
  expect(summarizeRecovery(entryWith())).toBeUndefined()
})
