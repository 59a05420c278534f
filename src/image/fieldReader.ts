import { type JsonObject, fieldsOf, isList, isObject, isText } from '../registry/json.ts'

/** Longer strings are truncated: nothing that people read comes close. */
const TEXT_LIMIT = 65_536
/** Longer lists are truncated, with a note. */
const LIST_LIMIT = 5_000
/** More notes than this help nobody. */
const PROBLEM_LIMIT = 50

/**
 * Reads untrusted JSON and never throws: a wrong type counts as missing and is noted in `problems` with its path.
 */
export class FieldReader {
  readonly problems: string[]
  readonly #fields: JsonObject
  readonly #path: string

  constructor(json: unknown, path = '', problems: string[] = []) {
    this.problems = problems
    this.#path = path
    this.#fields = fieldsOf(json)
    if (!isObject(json ?? {})) this.#note('', 'is not an object')
  }

  /** A non-empty string. */
  text(name: string): string | undefined {
    return cut(this.#read(name, isText, 'a string') ?? '') || undefined
  }

  flag(name: string): boolean {
    return this.#read(name, isFlag, 'true or false') ?? false
  }

  count(name: string): number | undefined {
    return this.#read(name, isCount, 'a non-negative number')
  }

  /** The strings of a list; `undefined` if there is no list, as opposed to an empty one. */
  texts(name: string): readonly string[] | undefined {
    const value = this.#fields[name]
    // Docker once wrote a single string instead of a list.
    if (isText(value)) return [cut(value)]
    const list = this.list(name)
    return list && this.#only(name, list, isText).map(cut)
  }

  list(name: string): readonly unknown[] | undefined {
    const list = this.#read(name, isList, 'a list')
    return list && this.#limited(name, list)
  }

  /** Keys and strings, such as labels. */
  textMap(name: string): ReadonlyMap<string, string> {
    const texts = this.#only(name, this.#entries(name), isNamedText)
    return new Map(texts.map(([key, text]) => [cut(key), cut(text)]))
  }

  /** The members of a set, which Go writes as an object: `{"80/tcp": {}}`. */
  names(name: string): readonly string[] {
    return this.#entries(name).map(([key]) => cut(key))
  }

  child(name: string): FieldReader {
    return new FieldReader(this.#fields[name], this.#at(name), this.problems)
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null
  }

  #entries(name: string): readonly (readonly [string, unknown])[] {
    return this.#limited(name, Object.entries(this.#read(name, isObject, 'an object') ?? {}))
  }

  #limited<Item>(name: string, all: readonly Item[]): readonly Item[] {
    if (all.length <= LIST_LIMIT) return all
    this.#note(name, `has ${all.length} entries; the first ${LIST_LIMIT} were read`)
    return all.slice(0, LIST_LIMIT)
  }

  #only<Item, Kind extends Item>(
    name: string,
    all: readonly Item[],
    isKind: (item: Item) => item is Kind,
  ): readonly Kind[] {
    const found = all.filter(isKind)
    if (found.length < all.length) this.#note(name, 'contains non-strings')
    return found
  }

  #read<Kind>(name: string, isKind: (json: unknown) => json is Kind, kind: string) {
    const value = this.#fields[name] ?? undefined
    if (value === undefined || isKind(value)) return value
    this.#note(name, `is not ${kind}`)
    return undefined
  }

  #note(name: string, problem: string): void {
    const text = `${this.#at(name) || 'the document'} ${problem}`
    if (this.problems.length < PROBLEM_LIMIT && !this.problems.includes(text))
      this.problems.push(text)
  }

  #at(name: string): string {
    return [this.#path, name].filter(Boolean).join('.')
  }
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
}

const isFlag = (json: unknown) => typeof json === 'boolean'
const isCount = (json: unknown): json is number =>
  typeof json === 'number' && Number.isFinite(json) && json >= 0
const isNamedText = (entry: readonly [string, unknown]): entry is readonly [string, string] =>
  isText(entry[1])
