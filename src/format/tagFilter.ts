import type { Tag } from '../registry/names.ts'
import { holdsWords, readWords } from './searchWords.ts'

/**
 * A filter text as a test; `/…/` is a regular expression. `problem` says why all tags pass, or none.
 *
 * @param isTyped whether the reader typed the text here. The browser can spend years on some expressions: one out
 *   of a link is not used.
 */
export function readTagFilter(
  text: string,
  isTyped: boolean,
): { readonly test: (tag: Tag) => boolean; readonly problem?: string } {
  const pattern = /^\/(.+)\/(i?)$/.exec(text.trim())
  if (pattern && !isTyped) {
    return {
      // None: whoever selects all that are shown must not select more than the link meant.
      test: () => false,
      problem: 'This expression came from a link: press Enter in the field to apply it.',
    }
  }
  if (pattern) {
    try {
      const expression = new RegExp(pattern[1] ?? '', pattern[2])
      return { test: (tag) => expression.test(tag) }
    } catch (error) {
      return { test: () => true, problem: error instanceof Error ? error.message : String(error) }
    }
  }
  const words = readWords(text)
  return { test: (tag) => holdsWords(tag.toLowerCase(), words) }
}
