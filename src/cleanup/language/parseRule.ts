import { matchesEverything, readPatterns } from './pattern.ts'
import { Problem, checkLength, quote } from './problem.ts'
import {
  type Clause,
  GROUP_KEYS,
  MOST_CLAUSES,
  ORDER_KEYS,
  type Newest,
  type Pattern,
  type Problems,
  type Rule,
} from './rule.ts'

const CLAUSE_KEYS = ['tags', 'older', 'newest', 'by', 'per'] as const
type ClauseKey = (typeof CLAUSE_KEYS)[number]
type Values = ReadonlyMap<ClauseKey, string>

/**
 * Reads a rule from the query of an address. Strict: what is not understood is a problem, never passed over,
 * and then there is no rule at all.
 *
 * @param passOver keys that are the page's own, such as `view`; allowed anywhere
 */
export function parseRule(
  search: URLSearchParams | string,
  passOver: readonly string[] = [],
): { readonly rule: Rule } | Problems {
  const problems: string[] = []
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(error.message)
      return undefined
    }
  }
  attempt(() => checkLength(search.toString()))
  if (problems.length > 0) return { problems }
  const head = new Map<'keep' | 'max', string>()
  const clauses: Map<ClauseKey, string>[] = []
  for (const [key, value] of new URLSearchParams(search)) {
    if (!passOver.includes(key)) attempt(() => sortIn(key, value, head, clauses))
  }
  if (clauses.length > MOST_CLAUSES) problems.push(`A rule has ${MOST_CLAUSES} clauses at most.`)
  const keep = attempt(() => readKeep(head.get('keep'))) ?? []
  const max = attempt(() => readMax(head.get('max')))
  const read = clauses.map((values) => attempt(() => readClause(values)))
  const whole = read.filter((clause) => clause !== undefined)
  const bare = whole.flatMap(({ tags, older, newest }) => (older || newest ? [] : tags))
  if (problems.length === 0 && matchesEverything(bare)) {
    problems.push(
      'The clauses together would remove every tag: say “older” or “newest”, or delete the repository.',
    )
  }
  if (problems.length > 0) return { problems }
  return { rule: { keep, ...(max === undefined ? {} : { max }), clauses: whole } }
}

/** Puts a key where it belongs: before the clauses, or into the last of them. */
function sortIn(
  key: string,
  value: string,
  head: Map<'keep' | 'max', string>,
  clauses: Map<ClauseKey, string>[],
): void {
  if (key === 'keep' || key === 'max') {
    if (clauses.length > 0) throw new Problem(`“${key}” must stand before the first “tags”.`)
    if (head.has(key)) throw new Problem(`“${key}” is there twice.`)
    head.set(key, value)
    return
  }
  if (!isClauseKey(key)) throw new Problem(`${quote(key)} is not part of the rule language.`)
  if (key === 'tags') clauses.push(new Map())
  const clause = clauses.at(-1)
  if (!clause) throw new Problem(`“${key}” must stand after a “tags”.`)
  if (clause.has(key)) throw new Problem(`“${key}” is there twice in one clause.`)
  clause.set(key, value)
}

function readKeep(value: string | undefined): readonly Pattern[] {
  return value === undefined ? [] : readPatterns(value, 'keep')
}

function readMax(value: string | undefined): number | undefined {
  return value === undefined ? undefined : readCount(value, 'max')
}

function readClause(values: Values): Clause {
  const tags = readPatterns(values.get('tags') ?? '', 'tags')
  const older = values.get('older')
  const newest = readNewest(values)
  const everything =
    tags.find((pattern) => matchesEverything([pattern])) ??
    (matchesEverything(tags) ? tags.join('+') : undefined)
  if (everything && older === undefined && !newest) {
    throw new Problem(
      `“tags=${everything}” alone would remove every tag: say “older” or “newest”, or delete the repository.`,
    )
  }
  return {
    tags,
    ...(older === undefined ? {} : { older: readDays(older) }),
    ...(newest ? { newest } : {}),
  }
}

function readNewest(values: Values): Newest | undefined {
  const count = values.get('newest')
  const by = values.get('by')
  const per = values.get('per')
  if (count === undefined) {
    const alone = by === undefined ? (per === undefined ? undefined : 'per') : 'by'
    if (alone) throw new Problem(`“${alone}” says how “newest” counts, and there is no “newest”.`)
    return undefined
  }
  return {
    count: readCount(count, 'newest'),
    by: by === undefined ? 'created' : readWord(by, 'by', ORDER_KEYS),
    ...(per === undefined ? {} : { per: readWord(per, 'per', GROUP_KEYS) }),
  }
}

function readCount(text: string, key: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new Problem(`“${key}=${text.slice(0, 20)}”: write a whole number from 1 to 9999999.`)
}

function readDays(text: string): number {
  const found = /^([1-9]\d{0,4})([dw])$/.exec(text)
  if (!found) {
    const shown = text.slice(0, 20)
    throw new Problem(`“older=${shown}”: write a number of days or weeks, such as 14d or 2w.`)
  }
  return Number(found[1]) * (found[2] === 'w' ? 7 : 1)
}

function readWord<Word extends string>(text: string, key: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text)
  if (found !== undefined) return found
  throw new Problem(`“${key}=${text.slice(0, 20)}”: write ${words.join(', ')}.`)
}

function isClauseKey(key: string): key is ClauseKey {
  return (CLAUSE_KEYS as readonly string[]).includes(key)
}
