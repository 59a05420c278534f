import { expect, test } from 'vitest'
import type { Evaluation, Verdict } from '../../../cleanup/rules/evaluation.ts'
import type { Tag } from '../../../registry/names.ts'
import { parseTag } from '../../../../test/names.ts'
import { type ShownOnly, listPreviewRows } from './previewRows.ts'

const verdict = (tag: string, goes: boolean, clause?: number): Verdict => ({
  tag: parseTag(tag),
  goes,
  reason: { kind: 'no-clause' },
  clause,
})
const evaluation: Evaluation = {
  verdicts: [
    verdict('a', false),
    verdict('b', true, 1),
    verdict('c', true, 0),
    verdict('d', false, 0),
    verdict('e', true, 1),
  ],
  selected: [],
  count: 3,
  refusal: undefined,
  clauses: [
    { matched: 2, governed: 2, goes: 1, groups: [] },
    {
      matched: 2,
      governed: 2,
      goes: 2,
      groups: [{ name: 'g', tags: ['e', 'b'].map(parseTag), goes: 2 }],
    },
  ],
  warnings: [],
  unresolved: [],
  attachments: 0,
}
const show = (group?: ShownOnly, isShown: (tag: Tag) => boolean = () => true) =>
  listPreviewRows(evaluation, group, isShown).map(({ tag }) => tag)

test('tags to delete come first, clause by clause; tags that no clause mentions come last', () => {
  expect(show()).toEqual(['c', 'b', 'e', 'd', 'a'])
})

test('a filter leaves what matches', () => {
  expect(show(undefined, (tag) => tag === 'a')).toEqual(['a'])
  expect(show(undefined, () => false)).toEqual([])
})

test('a group is shown in its own order; one that no longer exists shows nothing', () => {
  expect(show({ clause: 1, name: 'g' })).toEqual(['e', 'b'])
  expect(show({ clause: 1, name: 'g' }, (tag) => tag === 'b')).toEqual(['b'])
  expect(show({ clause: 0, name: 'g' })).toEqual([])
})

test('a reason shows those that are kept for it', () => {
  expect(show('no matching clause')).toEqual(['d', 'a'])
  expect(show('in use')).toEqual([])
})
