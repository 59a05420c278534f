import { expect, test } from 'vitest'
import { holdsWords, readWords } from './searchWords.ts'

test('words are in lower case, without duplicates', () => {
  expect(readWords('  Nginx lib\tnginx ')).toEqual(['nginx', 'lib'])
  expect(readWords(' ')).toEqual([])
})

test.each(['a'.repeat(5_000_000), 'a '.repeat(5_000_000), ' '.repeat(1001)])(
  'a text longer than any name is one word that none contains',
  (text) => {
    const words = readWords(text)
    expect(words).toHaveLength(1)
    expect(holdsWords('a'.repeat(255), words)).toBe(false)
  },
)
