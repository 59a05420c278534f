import { compareTexts } from '../../format/naturalOrder.ts'
import { isTag } from '../../registry/names.ts'
import { type Pattern, Problem, checkLength, quote } from './rule.ts'
import { SHAPES, isShape, readShape } from './shapes.ts'

/** The first pattern that matches a tag, in the order given; `undefined` if none does. */
export type Matcher = (tag: string) => Pattern | undefined

const CLASS = /\[([A-Za-z0-9._-]+)\]/g

/** Makes a matcher of patterns accepted by `readPatterns`. */
export function compilePatterns(patterns: readonly Pattern[]): Matcher {
  const tests = patterns.map((pattern) => ({ pattern, test: compilePattern(pattern) }))
  return (tag) => tests.find(({ test }) => test(tag))?.pattern
}

export function listMatching<Tag extends string>(
  patterns: readonly Pattern[],
  tags: readonly Tag[],
): readonly Tag[] {
  const match = compilePatterns(patterns)
  return tags.filter((tag) => match(tag) !== undefined)
}

/**
 * Parses a list of patterns, separated by spaces (or by `+`, which no tag contains): sorted, without duplicates.
 *
 * @throws Problem for an empty list or a pattern that can't match any tag
 */
export function readPatterns(text: string, key: string): readonly Pattern[] {
  checkLength(text)
  const patterns = text.split(/[\s+]+/).filter((one) => one !== '')
  if (patterns.length === 0) throw new Problem(`“${key}” is empty. Enter a tag or a pattern.`)
  for (const pattern of patterns) checkPattern(pattern)
  return [...new Set(patterns)].sort(compareTexts)
}

/** For each character that a tag may start with: a one-digit, a short and a long name. */
const SAMPLES = Array.from(
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
).flatMap((first) => [`${first}0`, `${first}.z-9`, `${first}${'Zz9_.-'.repeat(8)}`])

/** Whether patterns together match every possible tag (of more than one character), such as `*`. */
export function matchesEverything(patterns: readonly Pattern[]): boolean {
  const match = compilePatterns(patterns)
  return SAMPLES.every((tag) => match(tag) !== undefined)
}

function checkPattern(pattern: Pattern): void {
  if (pattern.startsWith('.')) {
    if (isShape(pattern)) return
    throw new Problem(`${quote(pattern)} is no kind of name. Use ${SHAPES.join(', ')}.`)
  }
  if (pattern.startsWith('/')) {
    throw new Problem(`${quote(pattern)}: patterns use * and ?, not regular expressions.`)
  }
  const withoutClasses = pattern.replace(CLASS, '0')
  for (const [members] of pattern.matchAll(CLASS)) {
    for (const [range, from = '', to = ''] of members.slice(1, -1).matchAll(/([^-])-([^-])/g)) {
      if (from > to) throw new Problem(`The range ${range} in ${quote(pattern)} is reversed.`)
    }
  }
  if (/[[\]]/.test(withoutClasses)) {
    throw new Problem(`Check the brackets in ${quote(pattern)}: a set looks like [abc] or [0-9].`)
  }
  // `*` may stand for anything, including nothing; the shortest possible name shows what else is wrong.
  const sample = withoutClasses.replaceAll('*', '').replaceAll('?', '0')
  const starts = /^[*?]/.test(pattern) || isTag(withoutClasses[0] ?? '')
  if (starts && (sample === '' || isTag(sample) || isTag(`0${sample}`))) return
  throw new Problem(
    `${quote(pattern)} can’t match any tag. Tags have letters, digits, “_”, “.” and “-”, start with a letter, digit or “_”, and are at most 128 characters long.`,
  )
}

function compilePattern(pattern: Pattern): (tag: string) => boolean {
  if (isShape(pattern)) return (tag) => readShape(tag) === pattern
  const [first = '', ...others] = pattern.split(/\*+/).map(toExpression)
  const last = others.pop()
  // Once a part after a star is found, there is no backtracking: with many stars it could take forever.
  const middle = others.map((part, at) => `(?=(.*?${part}))\\${at + 1}`).join('')
  const expression = new RegExp(`^${first}${middle}${last === undefined ? '' : `.*${last}`}$`)
  return (tag) => expression.test(tag)
}

/** A glob without stars. */
function toExpression(part: string): string {
  return part.replace(/\[([^\]]+)\]|[?.]/g, (unit, members?: string) => {
    if (members === undefined) return unit === '?' ? '.' : '\\.'
    return `[${members.replace(/([^-]-[^-])|-/g, (_, range?: string) => range ?? '\\-')}]`
  })
}
