import type { Tag } from '../registry/names.ts'
import { holdsWords, readWords } from './searchWords.ts'

/** Matches nothing: with an invalid filter, “select all” must not select more than intended. */
const NONE = () => false

/**
 * A filter as a test; `/…/` is a regular expression. `problem` says why no tag matches.
 *
 * @param isTyped whether it was typed here: an expression from a link isn't used, as some take the browser years
 */
export function readTagFilter(
  text: string,
  isTyped: boolean,
): { readonly test: (tag: Tag) => boolean; readonly problem?: string } {
  const pattern = /^\/(.+)\/(i?)$/.exec(text.trim())
  if (pattern && !isTyped) {
    return {
      test: NONE,
      problem: 'This expression came from a link: press Enter in the field to apply it.',
    }
  }
  if (pattern) {
    try {
      const expression = new RegExp(pattern[1] ?? '', pattern[2])
      return { test: (tag) => expression.test(tag) }
    } catch (error) {
      return { test: NONE, problem: error instanceof Error ? error.message : String(error) }
    }
  }
  const words = readWords(text)
  return { test: (tag) => holdsWords(tag.toLowerCase(), words) }
}
