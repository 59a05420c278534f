import * as fc from 'fast-check'
import { readPatterns } from '../../src/cleanup/language/pattern.ts'
import { type Clause, GROUP_KEYS, ORDER_KEYS, type Rule } from '../../src/cleanup/language/rule.ts'
import { SHAPES } from '../../src/cleanup/language/shapes.ts'

const name = fc
  .tuple(
    fc.constantFrom(...'abzAZ09_'.split('')),
    fc.string({ unit: fc.constantFrom(...'ab09._-'.split('')), maxLength: 6 }),
  )
  .map((parts) => parts.join(''))
const glob = fc
  .array(fc.oneof(name, fc.constantFrom('*', '?', '[0-9]', '[a-c_.-]')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  .filter(isPattern)

const pattern = fc.oneof(glob, fc.constantFrom<string>(...SHAPES, '*', 'latest'))
const patterns = (minLength: number) =>
  fc
    .array(pattern, { minLength, maxLength: 4 })
    .map((list) => (list.length === 0 ? list : readPatterns(list.join(' '), 'tags')))

const clause: fc.Arbitrary<Clause> = fc
  .record(
    {
      tags: patterns(1),
      older: fc.oneof(
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: 1, max: 9 }).map((weeks) => weeks * 7),
      ),
      newest: fc.record(
        {
          count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9_999_999 })),
          by: fc.constantFrom(...ORDER_KEYS),
          per: fc.constantFrom(...GROUP_KEYS),
        },
        { requiredKeys: ['count', 'by'] },
      ),
    },
    { requiredKeys: ['tags'] },
  )
  .map((drawn) => ('older' in drawn || 'newest' in drawn ? drawn : { ...drawn, tags: ['a-*'] }))

/** Any rule, as returned by `parseRule`. */
export const anyRule: fc.Arbitrary<Rule> = fc.record(
  {
    keep: patterns(0),
    max: fc.integer({ min: 1, max: 9_999_999 }),
    clauses: fc.array(clause, { maxLength: 4 }),
  },
  { requiredKeys: ['keep', 'clauses'] },
)

function isPattern(text: string): boolean {
  try {
    return readPatterns(text, 'tags').length === 1
  } catch {
    return false
  }
}
