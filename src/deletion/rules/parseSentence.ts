import { parseRule } from './parseRule.ts'
import { Problem, checkLength, quote } from './problem.ts'
import type { OrderKey, Problems, Rule } from './rule.ts'
import { NEWEST_WORDS, SHAPE_NOUNS } from './sentence.ts'
import { SHAPES } from './shapes.ts'

/**
 * Reads what `describeRule` writes, and what people make of it: weeks, `1 day`, line breaks and capital
 * letters do not matter. What is not understood is a problem, never passed over.
 */
export function parseSentence(text: string): { readonly rule: Rule } | Problems {
  const search = new URLSearchParams()
  try {
    checkLength(text)
    const reader = new SentenceReader(text)
    while (readOne(reader, search));
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { problems: [error.message] }
  }
  return parseRule(search)
}

/** Reads one sentence into its keys; false at the end of the text. */
function readOne(reader: SentenceReader, search: URLSearchParams): boolean {
  if (reader.isAtEnd) return false
  if (reader.take(/everything (?:else )?stays\.?(?=\s|$)/iy)) {
    if (!reader.isAtEnd) reader.fail()
    return false
  }
  if (reader.take(/never remove /iy)) {
    search.append('keep', readList(reader, true))
    return true
  }
  const max = reader.take(/stop if more than ([^\s.]+) tags? would go\.?(?=\s|$)/iy)
  if (max) {
    search.append('max', max[1] ?? '')
    return true
  }
  if (!reader.take(/of /iy)) reader.fail()
  if (reader.take(/all tags(?=\s*:)/iy)) {
    search.append('tags', '*')
  } else {
    const hasGlobs = reader.take(/the tags /iy)
    search.append('tags', readList(reader, false, !hasGlobs))
  }
  if (!reader.take(/:\s*/y)) reader.fail()
  readAction(reader, search)
  return true
}

function readAction(reader: SentenceReader, search: URLSearchParams): void {
  if (reader.take(/remove (?:them )?all\.?(?=\s|$)/iy)) return
  const older = reader.take(/remove those older than (\S+) (day|week)s?\.?(?=\s|$)/iy)
  if (older) {
    search.append('older', inDays(older[1], older[2]))
    return
  }
  const newest = reader.take(NEWEST)
  if (!newest) return reader.fail()
  const { one, count, many, per, age, unit } = newest.groups ?? {}
  if (age !== undefined) search.append('older', inDays(age, unit))
  search.append('newest', count ?? '1')
  const by = findOrder((one ?? many ?? '').toLowerCase())
  if (by && by !== 'created') search.append('by', by)
  if (per !== undefined) search.append('per', per.toLowerCase())
}

const ONE = Object.values(NEWEST_WORDS)
  .map(([one]) => one)
  .join('|')
const MANY = Object.values(NEWEST_WORDS)
  .map(([, many]) => many)
  .join('|')
const NEWEST = new RegExp(
  `keep (?:(?<one>${ONE})|the (?<count>\\S+) (?<many>${MANY}))(?: of each (?<per>\\w+))?,` +
    ' remove the rest(?: older than (?<age>\\S+) (?<unit>day|week)s?)?\\.?(?=\\s|$)',
  'iy',
)

function findOrder(words: string): OrderKey | undefined {
  const found = Object.entries(NEWEST_WORDS).find(([, pair]) => pair.includes(words))
  return found?.[0] as OrderKey | undefined
}

function inDays(count: string | undefined, unit: string | undefined): string {
  return `${count}${unit?.toLowerCase() === 'week' ? 'w' : 'd'}`
}

const NOUN = new RegExp(`the (${Object.values(SHAPE_NOUNS).join('|')})(?=[,.:]|\\s|$)`, 'iy')

/**
 * `a, b or the releases` as the value of a key. At the end of a sentence the last name's dot is the
 * sentence's: of `v1..` one belongs to the tag.
 */
function readList(reader: SentenceReader, endsSentence: boolean, onlyShapes = false): string {
  const items: string[] = []
  for (;;) {
    const noun = reader.take(NOUN)
    const shape = noun && SHAPES.find((one) => SHAPE_NOUNS[one] === noun[1]?.toLowerCase())
    const item = shape ?? (onlyShapes ? undefined : reader.take(/[^\s,:]+/y)?.[0])
    if (item === undefined) return reader.fail()
    const isFollowed = reader.take(/(?:,| or(?=\s))\s+/iy)
    if (isFollowed) {
      items.push(item)
      continue
    }
    const isWord = shape === undefined
    items.push(endsSentence && isWord ? item.replace(/\.$/, '') : item)
    if (endsSentence && !isWord) reader.take(/\.(?=\s|$)/y)
    return items.join(' ')
  }
}

/** Reads a text piece by piece, each directly after the last. */
class SentenceReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text.trim().replace(/\s+/g, ' ')
  }

  get isAtEnd(): boolean {
    return this.#text.slice(this.#at).trim() === ''
  }

  /** What a sticky expression matches here, and goes on behind it. Blanks before it are passed over. */
  take(expression: RegExp): RegExpExecArray | undefined {
    const start = this.#at
    const hasBlank = this.#text[start] === ' ' && !expression.source.startsWith('(?:,| or')
    expression.lastIndex = hasBlank ? start + 1 : start
    const found = expression.exec(this.#text)
    if (!found) return undefined
    this.#at = expression.lastIndex
    return found
  }

  fail(): never {
    const rest = this.#text.slice(this.#at).trim()
    throw new Problem(
      rest === '' ? 'The sentence is not complete.' : `Not understood: ${quote(rest)}.`,
    )
  }
}
