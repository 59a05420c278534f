import { visibleText } from '../../format/visibleText.ts'
import { isTag } from '../../registry/names.ts'

/** Why `text` can't be a tag, as a sentence; `undefined` if it can, or nothing is typed. */
export function tagProblem(text: string): string | undefined {
  if (text === '' || isTag(text)) return undefined
  const [wrong] = /[^A-Za-z0-9._-]/u.exec(text) ?? []
  if (wrong === ' ') return 'Tags can’t contain spaces.'
  if (wrong === ':' || wrong === '/' || wrong === '@') {
    return `Only the tag itself: no “${wrong}” belongs in it. The tag is added in the same repository.`
  }
  if (wrong !== undefined) {
    return `Tags can contain letters, digits, dots, hyphens and underscores, but not “${visibleText(wrong)}”.`
  }
  if (/^[.-]/.test(text)) return 'Tags start with a letter, a digit or an underscore.'
  return `Tags have at most 128 characters; this one has ${text.length}.`
}
