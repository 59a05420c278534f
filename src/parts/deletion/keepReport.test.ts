import { afterEach, expect, test, vi } from 'vitest'
import type { DeletionReport } from '../../deletion/report.ts'
import { parseRepositoryName, parseTag } from '../../registry/names.ts'
import { announcement } from '../announcements.ts'
import { unseenReports } from '../unseenReports.ts'
import { dropReport, keepReport } from './keepReport.ts'

vi.useFakeTimers()
afterEach(() => unseenReports.write([]))

const digest = `sha256:${'d'.repeat(64)}` as DeletionReport['leftovers'][number]
const tag = parseTag('a')
const well: DeletionReport = {
  repository: parseRepositoryName('team/app'),
  at: new Date(0),
  harmed: [],
  outcomes: new Map([[tag, { kind: 'deleted', image: 'stays' }]]),
  attachmentTags: new Set(),
  manifests: [],
  entries: [],
  stopped: undefined,
  verification: { kind: 'done', checked: 1, unknown: [], goneMeanwhile: [] },
  leftovers: [],
}

const checkAgain = () => Promise.resolve(well)

test('of a deletion that went well its count is said', () => {
  keepReport({ report: well, ability: 'by-tag', checkAgain })
  expect(announcement.read()).toBe('1 tag deleted from team/app')
  expect(unseenReports.read()).toEqual([])
})

test.for<[string, Partial<DeletionReport>]>([
  [
    'harm',
    { harmed: [{ tag, lastSeen: digest, possible: [digest], putBack: digest, isChild: false }] },
  ],
  ['a tag that is left', { outcomes: new Map([[tag, { kind: 'not-started' }]]) }],
  ['a stop', { stopped: { kind: 'no-answer' } }],
  ['a missing check', { verification: { kind: 'failed', error: new Error('none') } }],
])('one with %s is kept until it is read', ([, change]) => {
  const report = { ...well, ...change }
  keepReport({ report, ability: 'by-tag', checkAgain })
  keepReport({ report: { ...report }, ability: 'by-tag', checkAgain })
  expect(unseenReports.read().length).toBe(2)
  dropReport(report)
  expect(unseenReports.read().map((unseen) => unseen.report === report)).toEqual([false])
})
