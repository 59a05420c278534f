import { isTag } from '../../registry/names.ts'
import { Problem, checkLength, quote } from './problem.ts'
import type { Pattern } from './rule.ts'
import { type Shape, isShape, readShape } from './shapes.ts'

/** What several patterns match: any of them is enough. */
export type Matcher = {
  /** The pattern that matches first, in the order given; `undefined` where none does. */
  readonly match: (tag: string) => Pattern | undefined
  /** Whether one of the patterns is this very name. */
  readonly names: (tag: string) => boolean
}

const CLASS = /\[([A-Za-z0-9._-]+)\]/g
const SPECIAL = /[*?[\]]/

/** Makes a matcher of patterns that `readPatterns` let pass. */
export function compilePatterns(patterns: readonly Pattern[]): Matcher {
  const tests = patterns.map((pattern) => ({ pattern, test: compilePattern(pattern) }))
  const literals = new Set(patterns)
  return {
    match: (tag) => tests.find(({ test }) => test(tag))?.pattern,
    names: (tag) => literals.has(tag),
  }
}

/**
 * Reads a list of patterns, separated by spaces (or by `+`, which no tag contains): sorted, each once.
 *
 * @throws Problem for an empty list or a pattern that cannot match any tag
 */
export function readPatterns(text: string, key: string): readonly Pattern[] {
  checkLength(text)
  const patterns = text.split(/[\s+]+/).filter((one) => one !== '')
  if (patterns.length === 0) throw new Problem(`“${key}” names no tags.`)
  for (const pattern of patterns) checkPattern(pattern)
  return [...new Set(patterns)].sort(compareText)
}

/** A name for each character that a tag may begin with, alone, short and long. */
const SAMPLES = Array.from(
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
).flatMap((first) => [`${first}0`, `${first}.z-9`, `${first}${'Zz9_.-'.repeat(8)}`])

/** Whether patterns together match every tag there can be (of more than one character), such as `*`. */
export function matchesEverything(patterns: readonly Pattern[]): boolean {
  const { match } = compilePatterns(patterns)
  return SAMPLES.every((tag) => match(tag) !== undefined)
}

/** By code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function checkPattern(pattern: Pattern): void {
  if (pattern.startsWith('.')) {
    if (isShape(pattern)) return
    throw new Problem(`${quote(pattern)} is no shape: no tag begins with a dot.`)
  }
  const withoutClasses = pattern.replace(CLASS, (_, members: string) => {
    compileClass(members, pattern)
    return '0'
  })
  if (/[[\]]/.test(withoutClasses)) {
    throw new Problem(
      `${quote(pattern)} has brackets that are not closed, or with nothing in them that a tag can have.`,
    )
  }
  // `*` may stand for anything, also for nothing; a longest or shortest name shows what else is wrong.
  const sample = withoutClasses.replaceAll('*', '').replaceAll('?', '0')
  if (sample !== '' && !isTag(sample) && !isTag(`0${sample}`)) {
    throw new Problem(`${quote(pattern)} cannot match a tag.`)
  }
  if (!/^[*?]/.test(pattern) && !isTag(withoutClasses[0] ?? '')) {
    throw new Problem(`${quote(pattern)} cannot match a tag.`)
  }
}

function compilePattern(pattern: Pattern): (tag: string) => boolean {
  if (isShape(pattern)) {
    const shape: Shape = pattern
    return (tag) => readShape(tag) === shape
  }
  if (!SPECIAL.test(pattern)) return (tag) => tag === pattern
  const units = (pattern.match(/\[[^\]]+\]|\*+|./g) ?? []).map((unit): Unit => {
    if (unit.startsWith('*')) return 'any text'
    if (unit === '?') return () => true
    if (unit.startsWith('[')) return compileClass(unit.slice(1, -1), pattern)
    return (character) => character === unit
  })
  return (tag) => matchesUnits(tag, units)
}

/** One character that will do, or any number of them. */
type Unit = 'any text' | ((character: string) => boolean)

/** Not a regular expression: one with many `*`, out of a link, could take for ever. */
function matchesUnits(tag: string, units: readonly Unit[]): boolean {
  let unit = 0
  let star = -1
  let behindStar = 0
  for (let at = 0; at < tag.length;) {
    const test = units[unit]
    if (test === 'any text') {
      star = unit
      behindStar = at
      unit += 1
    } else if (test?.(tag.charAt(at))) {
      unit += 1
      at += 1
    } else if (star >= 0) {
      // The text before was too short: one character more of it.
      behindStar += 1
      at = behindStar
      unit = star + 1
    } else {
      return false
    }
  }
  return units.slice(unit).every((rest) => rest === 'any text')
}

/** `0-9a` of `[0-9a]`. @throws Problem where a range runs backwards */
function compileClass(members: string, pattern: Pattern): (character: string) => boolean {
  const ranges = (members.match(/[^-]-[^-]|./g) ?? []).map((part) => {
    const from = part.charAt(0)
    const to = part.length === 3 ? part.charAt(2) : from
    if (from > to)
      throw new Problem(`${quote(pattern)} has the range ${part}, which runs backwards.`)
    return { from, to }
  })
  return (character) => ranges.some(({ from, to }) => from <= character && character <= to)
}
