import { formatCounted } from '../../format/count.ts'
import type { Clause, Newest, OrderKey, Pattern, Rule } from './rule.ts'
import { SHAPES, type Shape, isShape } from './shapes.ts'

/** What a shape is called in a sentence. */
export const SHAPE_NOUNS: Readonly<Record<Shape, string>> = {
  '.release': 'releases',
  '.prerelease': 'pre-releases',
  '.build': 'builds',
  '.sha': 'commit hashes',
  '.date': 'dates',
  '.number': 'numbers',
}

/** What `newest` keeps: singular and plural. */
const NEWEST_WORDS: Readonly<Record<OrderKey, readonly [one: string, many: string]>> = {
  created: ['the newest image', 'newest images'],
  version: ['the highest version', 'highest versions'],
  name: ['the last tag by name', 'last tags by name'],
}

/** The rule in English. */
export function describeRule({ keep, max, clauses }: Rule): string {
  const sentences = clauses.map((clause) => `Of ${describeTags(clause.tags)}: ${describe(clause)}.`)
  if (max !== undefined) {
    sentences.unshift(`Stop if more than ${formatCounted(max, 'tag')} would be deleted.`)
  }
  if (keep.length > 0) sentences.unshift(`Never delete ${listPatterns(keep)}.`)
  return [
    ...sentences,
    clauses.length > 0 ? 'Everything else is kept.' : 'Everything is kept.',
  ].join(' ')
}

/** `the tags pr-*, ci-* or the releases` */
export function describeTags(tags: readonly Pattern[]): string {
  if (tags.length === 1 && tags[0] === '*') return 'all tags'
  const hasGlobs = tags.some((tag) => !isShape(tag))
  return (hasGlobs ? 'the tags ' : '') + listPatterns(tags)
}

function describe({ older, newest }: Clause): string {
  const age = older === undefined ? '' : `older than ${formatCounted(older, 'day')}`
  if (newest) return `keep ${describeNewest(newest)}, delete the rest${age && ` ${age}`}`
  return age ? `delete those ${age}` : 'delete them all'
}

function describeNewest({ count, by, per }: Newest): string {
  const [one, many] = NEWEST_WORDS[by]
  return (count === 1 ? one : `the ${count} ${many}`) + (per ? ` of each ${per}` : '')
}

/** Globs first, then the nouns of shapes, joined by commas and `or`. */
function listPatterns(patterns: readonly Pattern[]): string {
  const globs = patterns.filter((pattern) => !isShape(pattern))
  const shapes = SHAPES.filter((shape) => patterns.includes(shape))
  const all = [...globs, ...shapes.map((shape) => `the ${SHAPE_NOUNS[shape]}`)]
  const last = all.at(-1) ?? ''
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${last}` : last
}
