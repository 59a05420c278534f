/** More than a repository, a tag and a digest have together: a longer text can only be a mistake. */
const LONGEST = 1000

/**
 * The distinct words of a search, in lower case. A text longer than any name counts as one word, which matches
 * nothing: otherwise a link could make the page search thousands of names for thousands of words.
 */
export function readWords(text: string): readonly string[] {
  if (text.length > LONGEST) return [text.slice(0, LONGEST)]
  return [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))]
}

/** Whether a name, in lower case, contains every word. */
export function holdsWords(name: string, words: readonly string[]): boolean {
  return words.every((word) => name.includes(word))
}
