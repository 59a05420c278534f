import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleLine, visibleText } from './visibleText.ts'

test.each([
  ['ab\u202ecd', 'ab\\u202ecd'],
  ['\u0000\u0007\u001b[31m', '\\u0000\\u0007\\u001b[31m'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['\u{e0041}', '\\u{e0041}'],
  ['line\nand\ttab', 'line\nand\ttab'],
  ['back\r', 'back\\u000d'],
  ['ä 漢字 👍', 'ä 漢字 👍'],
])('%j is shown as %j', (text, shown) => expect(visibleText(text)).toBe(shown))

test('a long text is visibly truncated', () => {
  expect(visibleText('x'.repeat(30), 10)).toBe(`${'x'.repeat(10)}…`)
})

test('a line stays one line', () => {
  expect(visibleLine('a\nb\tc\r\n\u2028\u001b[2J')).toBe('a b c\\u000d \\u2028\\u001b[2J')
})

test('nothing that reorders or hides text is left', () => {
  const unit = fc.oneof(
    fc.constantFrom('\u202a', '\u202e', '\u2066', '\u2069', '\u200f', '\u0085', '\ufeff', '\u2028'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  )
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(visibleText(text)).not.toMatch(
        /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u,
      )
    }),
  )
})
