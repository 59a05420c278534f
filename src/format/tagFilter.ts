import type { Tag } from '../registry/names.ts'
import { compileExpression } from './expression.ts'
import { holdsWords, readWords } from './searchWords.ts'

/** A filter text as a test; `/…/` is a regular expression. `problem` says what is wrong with it. */
export function readTagFilter(text: string): {
  readonly test: (tag: Tag) => boolean
  readonly problem?: string
} {
  const pattern = /^\/(.+)\/(i?)$/.exec(text.trim())
  if (pattern) {
    try {
      return { test: compileExpression(pattern[1] ?? '', pattern[2] ?? '') }
    } catch (error) {
      return { test: () => true, problem: error instanceof Error ? error.message : String(error) }
    }
  }
  const words = readWords(text)
  return { test: (tag) => holdsWords(tag.toLowerCase(), words) }
}
