import type { Tag } from '../registry/names.ts'

/** A filter text as a test; `/…/` is a regular expression. `problem` says what is wrong with it. */
export function readTagFilter(text: string): {
  readonly test: (tag: Tag) => boolean
  readonly problem?: string
} {
  const trimmed = text.trim()
  const pattern = /^\/(.+)\/(i?)$/.exec(trimmed)
  if (pattern) {
    try {
      const expression = new RegExp(pattern[1] ?? '', pattern[2])
      return { test: (tag) => expression.test(tag) }
    } catch (error) {
      return { test: () => true, problem: error instanceof Error ? error.message : String(error) }
    }
  }
  const words = trimmed.toLowerCase().split(/\s+/)
  return {
    test: (tag) => {
      const name = tag.toLowerCase()
      return words.every((word) => name.includes(word))
    },
  }
}
