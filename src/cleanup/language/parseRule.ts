import { matchesEverything, readPatterns } from './pattern.ts'
import {
  type Clause,
  GROUP_KEYS,
  MOST_CLAUSES,
  ORDER_KEYS,
  Problem,
  type Rule,
  checkLength,
  quote,
} from './rule.ts'

export type RuleProblem = {
  /** A complete sentence. */
  readonly text: string
  /** The clause it is in, from 0; `undefined` before the clauses, or if it concerns several. */
  readonly clause: number | undefined
  /** The key with the wrong value; `undefined` if it concerns more than that. */
  readonly key: string | undefined
}

/** A rule, or its problems, the first one first. */
export type ReadRule = { readonly rule: Rule } | { readonly problems: readonly RuleProblem[] }

type Values = Map<string, string>

const CLAUSE_KEYS: readonly string[] = ['tags', 'older', 'newest', 'by', 'per']

/** Parses a rule from an address's query. Strict: if anything isn't understood, there is no rule at all. */
export function parseRule(search: URLSearchParams | string): ReadRule {
  const problems: RuleProblem[] = []
  const attempt = <Value>(read: () => Value, clause?: number, key?: string): Value | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push({ text: error.message, clause, key })
      return undefined
    }
  }
  attempt(() => checkLength(search.toString()))
  if (problems.length > 0) return { problems }
  const head: Values = new Map()
  const found: Values[] = []
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === 'tags') found.push(new Map())
    const at = found.length > 0 ? found.length - 1 : undefined
    attempt(() => put(key, value, head, found.at(-1)), at)
  }
  if (found.length > MOST_CLAUSES) {
    attempt(() => fail(`A rule can have at most ${MOST_CLAUSES} clauses.`))
  }
  const readerOf =
    (values: Values, clause?: number) =>
    <Value>(key: string, read: (text: string, key: string) => Value): Value | undefined => {
      const text = values.get(key)
      return text === undefined ? undefined : attempt(() => read(text, key), clause, key)
    }
  const read = readerOf(head)
  const keep = read('keep', readPatterns) ?? []
  const max = read('max', readCount)
  const clauses = found.map((values, at) => {
    const clause = readClause(readerOf(values, at))
    attempt(() => checkClause(clause, values), at)
    return clause
  })
  const bare = clauses.flatMap(({ tags, older, newest }) => (older || newest ? [] : tags))
  if (problems.length === 0 && matchesEverything(bare)) {
    attempt(() =>
      fail(
        'Together, the clauses would delete every tag: add “older” or “newest”, or delete the repository.',
      ),
    )
  }
  return problems.length > 0 ? { problems } : { rule: { keep, max, clauses } }
}

/** Puts a key where it belongs: before the clauses, or into the last one. */
function put(key: string, value: string, head: Values, clause: Values | undefined): void {
  const isOfHead = key === 'keep' || key === 'max'
  if (!isOfHead && !CLAUSE_KEYS.includes(key)) {
    fail(`Unknown key ${quote(key)}. Use keep, max, ${listOr(CLAUSE_KEYS)}.`)
  }
  if (isOfHead && clause)
    fail(`“${key}” belongs to the whole rule: put it before the first “tags”.`)
  if (!isOfHead && !clause) fail(`“${key}” belongs to a clause: put it after “tags”.`)
  const values = clause ?? head
  if (values.has(key)) fail(`“${key}” appears twice${clause ? ' in one clause' : ''}.`)
  values.set(key, value)
}

function readClause(
  read: <Value>(key: string, read: (text: string, key: string) => Value) => Value | undefined,
): Clause {
  const tags = read('tags', readPatterns) ?? []
  const older = read('older', readDays)
  const count = read('newest', readCount)
  const by = read('by', oneOf(ORDER_KEYS)) ?? 'created'
  const per = read('per', oneOf(GROUP_KEYS))
  return { tags, older, newest: count === undefined ? undefined : { count, by, per } }
}

function checkClause(clause: Clause, values: Values): void {
  const alone = values.has('newest') ? undefined : ['by', 'per'].find((key) => values.has(key))
  if (alone) fail(`“${alone}” needs “newest” in the same clause.`)
  const tags = values.has('older') || values.has('newest') ? [] : clause.tags
  if (!matchesEverything(tags)) return
  const everything = tags.find((pattern) => matchesEverything([pattern])) ?? tags.join('+')
  fail(
    `“tags=${everything}” alone would delete every tag: add “older” or “newest”, or delete the repository.`,
  )
}

function readCount(text: string, key: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  return fail(`${quote(text)} is not a valid “${key}”. Use a whole number from 1 to 9999999.`)
}

function readDays(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([dw])$/.exec(text) ?? []
  if (count) return Number(count) * (unit === 'w' ? 7 : 1)
  return fail(`${quote(text)} is not a valid age. Use days or weeks, such as 14d or 2w.`)
}

function oneOf<Word extends string>(words: readonly Word[]): (text: string, key: string) => Word {
  return (text, key) =>
    words.find((word) => word === text) ??
    fail(`${quote(text)} is not a valid “${key}”. Use ${listOr(words)}.`)
}

function listOr(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function fail(text: string): never {
  throw new Problem(text)
}
