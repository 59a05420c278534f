import { visibleText } from '../../format/visibleText.ts'
import { isTag } from '../../registry/names.ts'

/** What keeps `text` from being a tag, as a sentence; `undefined` where nothing does, or nothing is typed. */
export function tagProblem(text: string): string | undefined {
  if (text === '' || isTag(text)) return undefined
  const [wrong] = /[^A-Za-z0-9._-]/u.exec(text) ?? []
  if (wrong === ' ') return 'A tag has no spaces.'
  if (wrong === ':' || wrong === '/' || wrong === '@') {
    return `Only the tag itself: no “${wrong}” is in it. It goes into the same repository.`
  }
  if (wrong !== undefined) {
    return `A tag has letters, digits, dots, hyphens and underscores: no “${visibleText(wrong)}”.`
  }
  if (/^[.-]/.test(text)) return 'A tag begins with a letter, a digit or an underscore.'
  return `A tag has at most 128 characters: this one has ${text.length}.`
}
