import { expect, test } from 'vitest'
import { parseTag } from '../../../test/names.ts'
import type { Reason } from './evaluation.ts'
import { describeKeptCounts } from './words.ts'

const verdicts = (...reasons: readonly Reason[]) =>
  reasons.map((reason, at) => {
    const goes = reason.kind === 'named'
    return { tag: parseTag(`t${at}`), goes, reason, clause: undefined }
  })

test('why tags are kept, counted by reason, the most frequent first', () => {
  const rank = { place: 1, by: 'version', group: '' } as const
  const counted = verdicts(
    { kind: 'named', by: 'a' },
    { kind: 'exact-name-only' },
    { kind: 'among-newest', rank },
    { kind: 'undated', because: '1980-01-01' },
    { kind: 'kept', by: 'stable' },
    { kind: 'undated', because: 'no date' },
    { kind: 'undated', because: 'no date' },
  )
  expect(describeKeptCounts(counted)).toBe(
    '6 kept: no build date (3), protected (2), among the highest (1)',
  )
  expect(describeKeptCounts(verdicts({ kind: 'no-clause' }, { kind: 'no-clause' }))).toBe(
    '2 kept: no matching clause',
  )
  expect(describeKeptCounts(verdicts({ kind: 'named', by: 'a' }))).toBe('0 kept')
})
