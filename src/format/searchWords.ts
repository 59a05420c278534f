/** More letters than a repository, a tag and a digest have together: a longer text can only be a mistake. */
const LONGEST = 1000

/**
 * The words of what was typed, each once, in lower case. A text that is longer than any name becomes one word
 * that no name holds, so that nobody has to look for thousands of words, out of a link, in thousands of names.
 */
export function readWords(text: string): readonly string[] {
  if (text.length > LONGEST) return [text.slice(0, LONGEST)]
  return [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))]
}

/** Whether a name, in lower case, holds every word. */
export function holdsWords(name: string, words: readonly string[]): boolean {
  return words.every((word) => name.includes(word))
}
