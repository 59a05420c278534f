import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileExpression } from './expression.ts'
import { ExpressionError } from './parseExpression.ts'

test.each([
  String.raw`^v?\d+\.\d+(?:\.\d+)?(-(alpha|beta|rc)\.?\d*)?$`,
  '1|^a.*b$|c{2}',
  '[^a-b.]',
  String.raw`\b1\b`,
  String.raw`\Ba\B`,
  '(?<name>a)+?1*?b??',
  'a{2,}|b{1,2}|c{0}1',
  '(a*)*b',
  '(?:)*',
  '(){5}a',
  '(^a|b$){2}',
  String.raw`\x61\u0062|\.|[\].]`,
  'a{|}',
  '$^',
  '',
])('%s matches what the browser’s own matches', (source) => {
  const [own, native] = [compileExpression(source, ''), new RegExp(source)]
  for (const text of ['', ...TEXTS]) expect([text, own(text)]).toEqual([text, native.test(text)])
})

const TEXTS = [
  'a',
  'b',
  'ab',
  'aabb',
  'cc',
  '1',
  '1.',
  'a.1',
  'v1.2.3-rc1',
  '1.2-beta.',
  'a{',
  'A1',
]

test('any expression matches what the browser’s own matches', () => {
  const atom = fc.constantFrom('a', 'b', '.', '1', '[ab]', '[^a1]', '^', '$', '\\b', '\\d', '\\W')
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      atom,
      fc.tuple(tie('expression'), tie('expression')).map((pair) => pair.join('')),
      fc.tuple(tie('expression'), tie('expression')).map((pair) => `(${pair.join('|')})`),
      fc
        .tuple(tie('expression'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '+?'))
        .map(([inner, times]) => `(?:${inner})${times}`),
    ),
  }))
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '1', '.', '-'), maxLength: 6 })
  fc.assert(
    fc.property(expression, fc.constantFrom('', 'i'), texts, (source, flags, text) => {
      const own = compileOrNothing(source, flags)
      expect([source, text, own?.(text)]).toEqual([
        source,
        text,
        own && new RegExp(source, flags).test(text),
      ])
    }),
    { numRuns: 1000 },
  )
})

describe('what takes others years', () => {
  const text = `${'a'.repeat(127)}_`
  test.each([
    '(a+)+$',
    '^(a|a)*$',
    '(a|aa)+$',
    'a*a*a*a*a*a*a*a*a*b',
    '(.*)*x',
    `${'('.repeat(60)}a${'*)'.repeat(60)}1`,
  ])('%s is answered at once', (source) => expect(compileExpression(source, '')(text)).toBe(false))
})

test.each([
  ['(', SyntaxError, 'Unterminated group'],
  ['(?=a)', ExpressionError, 'Lookaround'],
  ['(?<!a)', ExpressionError, 'Lookaround'],
  [String.raw`(a)\1`, ExpressionError, 'back references'],
  ['a{1000000}', ExpressionError, 'too long'],
  ['(?:(?:a{100}){100}){100}', ExpressionError, 'too long'],
  ['('.repeat(2000) + ')'.repeat(2000), ExpressionError, 'too long'],
  ['a'.repeat(4000), ExpressionError, 'too long'],
])('%s is refused', (source, kind, message) => {
  expect(() => compileExpression(source, '')).toThrow(kind)
  expect(() => compileExpression(source, '')).toThrow(message)
})

function compileOrNothing(source: string, flags: string) {
  try {
    return compileExpression(source, flags)
  } catch (error) {
    if (error instanceof ExpressionError && error.message.includes('too long')) return undefined
    throw error
  }
}
