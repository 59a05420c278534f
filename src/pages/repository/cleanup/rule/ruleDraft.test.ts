import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRule } from '../../../../cleanup/language/rule.ts'
import { parseRule } from '../../../../cleanup/language/parseRule.ts'
import {
  joinShapes,
  putRule,
  readDraft,
  setValues,
  splitShapes,
  takeRule,
  toggleWord,
  valueOf,
  writeDraft,
} from './ruleDraft.ts'

test.each([
  'keep=latest+stable*&max=200&tags=pr-*&older=14d',
  'tags=.release&newest=3&by=version&per=minor',
  'tags=ci-*&older=1w&newest=5&per=prefix&tags=dev&tags=*&newest=1&by=name',
])('the form for %s means the same rule', (search) => {
  const draft = readDraft(new URLSearchParams(search))
  expect(writeDraft(draft).toString()).toBe(new URLSearchParams(search).toString())
})

test.each([
  'tags=',
  'keep=&tags=a',
  'tags=a&older=',
  'tags=a&older=14',
  'tags=a&older=xd',
  'tags=a&newest=0',
  'tags=a&newest=',
  'tags=a&by=version',
  'tags=a&newest=1&newest=2',
  'tags=a&newest=1&per=week',
  'oldr=1&tags=a',
  'tags=a&keep=b',
  'older=1d&tags=a',
  'max=x&tags=a',
  'max=1&max=2&tags=a',
])('what is wrong with %s is still wrong in the form', (search) => {
  const written = writeDraft(readDraft(new URLSearchParams(search)))
  expect(parseRule(search)).toHaveProperty('problems')
  expect(parseRule(written)).toHaveProperty('problems')
})

const ruleOf = (search: URLSearchParams) => {
  const read = parseRule(search)
  return 'rule' in read ? read.rule : undefined
}

test('no address loses or gains an error by passing through the form', () => {
  const key = fc.constantFrom('keep', 'max', 'tags', 'older', 'newest', 'by', 'per', 'x')
  const value = fc.constantFrom('', '1', '14d', '3w', 'a', 'pr-*', '.release', 'version', 'minor')
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 8 }), (pairs) => {
      const search = new URLSearchParams(pairs)
      expect(ruleOf(writeDraft(readDraft(search)))).toEqual(ruleOf(search))
    }),
  )
})

test('writing the rule to an address leaves the page’s own parameters alone', () => {
  const present = new URLSearchParams('view=cleanup&q=x&tags=old&older=1d')
  const rule = takeRule(new URLSearchParams('view=cleanup&tags=a&newest=1'))
  putRule(present, rule)
  expect(present.toString()).toBe('view=cleanup&q=x&tags=a&newest=1')
  const read = parseRule(takeRule(new URLSearchParams('view=cleanup&q=x&tags=old&older=1d')))
  expect('rule' in read && formatRule(read.rule)).toBe('tags=old&older=1d')
})

test('commas separate words, too, and a word can be added and removed', () => {
  const draft = readDraft(new URLSearchParams('keep=a, b&tags=x,'))
  expect(writeDraft(draft).toString()).toBe('keep=a+b&tags=x')
  expect(toggleWord('a,b', '.sha')).toBe('a b .sha')
  expect(toggleWord('a .sha b', '.sha')).toBe('a b')
  expect(toggleWord('.sha-x', '.sha')).toBe('.sha-x .sha')
})

test('values are replaced in place, added, and removed however often they occur', () => {
  const [clause] = readDraft(new URLSearchParams('tags=a&older=1d&older=2d&x=1')).clauses
  const set = (values: Record<string, string | undefined>) =>
    new URLSearchParams([...setValues(clause?.pairs ?? [], values)]).toString()
  expect(set({ tags: 'b', newest: '3' })).toBe('tags=b&older=1d&older=2d&x=1&newest=3')
  expect(set({ older: undefined, per: undefined })).toBe('tags=a&x=1')
  expect(valueOf(clause?.pairs ?? [], 'older')).toBe('1d')
})

test.each([
  ['pr-* .release', 'pr-*', '.release'],
  ['.release pr-*', 'pr-*', '.release'],
  ['pr-*  .release .sha', 'pr-* ', '.release .sha'],
  ['.sha,.date', '', '.sha .date'],
  ['a .releases', 'a .releases', ''],
  [' a', ' a', ''],
])(
  '%j is shown as %j and the chips %j, and typing on changes nothing else',
  (text, typed, chips) => {
    const split = splitShapes(text)
    expect([split.typed, split.shapes.join(' ')]).toEqual([typed, chips])
    expect(splitShapes(joinShapes(split.typed, split.shapes))).toEqual(split)
  },
)
