import { expect, test } from 'vitest'
import type { Tag } from '../../registry/names.ts'
import { parseRepositoryName } from '../../../test/names.ts'
import type { TagOutcome } from '../../deletion/plan/report.ts'
import { summarize } from './words.ts'

const tags = (names: string) => names.split(' ') as Tag[]

test('the title counts what is gone', () => {
  const [a, b, c] = tags('a b c') as [Tag, Tag, Tag]
  const deleted: TagOutcome = { kind: 'deleted', image: 'stays' }
  const outcomes = new Map<Tag, TagOutcome>([[a, deleted]])
  const repository = parseRepositoryName('team/app')
  const attachmentTags = new Set(tags('sha256-x.sig'))
  const report = { outcomes, repository, attachmentTags }
  expect(summarize(report)).toBe('1 tag deleted from team/app')
  outcomes.set(b, { kind: 'already-gone' })
  outcomes.set(c, { kind: 'not-started' })
  for (const tag of attachmentTags) outcomes.set(tag, { kind: 'not-started' })
  expect(summarize(report)).toBe('1 of 3 tags deleted from team/app; 1 already deleted')
})

test('the title says neither “deleted” nor “kept” of an unknown result', () => {
  const [a, b, c] = tags('a b c') as [Tag, Tag, Tag]
  const deleted: TagOutcome = { kind: 'deleted', image: 'stays' }
  const outcomes = new Map<Tag, TagOutcome>([
    [a, { kind: 'unconfirmed', said: deleted, message: 'none' }],
    [b, { kind: 'not-started' }],
  ])
  const repository = parseRepositoryName('team/app')
  const report = { outcomes, repository, attachmentTags: new Set<Tag>() }
  expect(summarize(report)).toBe('1 of 2 tags in team/app: outcome unknown')
  outcomes.set(b, { kind: 'not-settled', message: 'none' })
  expect(summarize(report)).toBe('2 tags in team/app: outcome unknown')
  outcomes.set(c, deleted)
  expect(summarize(report)).toBe('1 of 3 tags deleted from team/app; 2 tags: outcome unknown')
})
