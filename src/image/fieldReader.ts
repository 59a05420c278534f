/** Longer texts are cut: nothing that people read comes near it. */
const TEXT_LIMIT = 65_536
/** Longer lists are cut, and it is said. */
const LIST_LIMIT = 5_000
/** More notes than this help nobody. */
const PROBLEM_LIMIT = 50

/**
 * Reads JSON of strangers field by field and never throws: a field of the wrong type counts as missing, and
 * `problems` says so by its path.
 */
export class FieldReader {
  readonly problems: string[]
  readonly #fields: ReadonlyMap<string, unknown>
  readonly #path: string

  constructor(value: unknown, path = '', problems: string[] = []) {
    this.problems = problems
    this.#path = path
    // A map, because names such as `__proto__` are only names here.
    this.#fields = new Map(isObject(value) ? Object.entries(value) : [])
    if (!isObject(value) && value !== undefined && value !== null) this.note('', 'is not an object')
  }

  /** A text that is there and not empty. */
  text(name: string): string | undefined {
    const value = this.#typed(name, isText, 'is not a text')
    return (value && cut(value)) || undefined
  }

  flag(name: string): boolean {
    return this.#typed(name, isFlag, 'is not true or false') === true
  }

  /** A number from 0 on. */
  count(name: string): number | undefined {
    return this.#typed(name, isCount, 'is not a number from 0 on')
  }

  /** The texts of a list; `undefined` where there is no list, which differs from an empty one. */
  texts(name: string): readonly string[] | undefined {
    const value = this.#present(name)
    // Docker once wrote a single text where a list belongs.
    if (typeof value === 'string') return [cut(value)]
    const list = this.list(name)
    const found = list?.filter((item): item is string => typeof item === 'string')
    if (found && list && found.length < list.length) this.note(name, 'holds more than texts')
    return found?.map(cut)
  }

  list(name: string): readonly unknown[] | undefined {
    const list = this.#typed(name, Array.isArray, 'is not a list')
    return list && this.#limited(name, list)
  }

  /** Names and texts, such as labels. */
  textMap(name: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const [key, value] of this.#entries(name)) {
      if (typeof value === 'string') found.set(cut(key), cut(value))
      else this.note(name, 'holds more than texts')
    }
    return found
  }

  /** The names of a set, which Go writes as an object: `{"80/tcp": {}}`. */
  names(name: string): readonly string[] {
    return this.#entries(name).map(([key]) => cut(key))
  }

  child(name: string): FieldReader {
    return new FieldReader(this.#present(name), this.#at(name), this.problems)
  }

  has(name: string): boolean {
    return this.#present(name) !== undefined
  }

  note(name: string, problem: string): void {
    const text = `${this.#at(name) || 'the document'} ${problem}`
    if (this.problems.length < PROBLEM_LIMIT && !this.problems.includes(text))
      this.problems.push(text)
  }

  #entries(name: string): readonly [string, unknown][] {
    const value = this.#typed(name, isObject, 'is not an object')
    return this.#limited(name, Object.entries(value ?? {}))
  }

  #limited<Item>(name: string, all: readonly Item[]): readonly Item[] {
    if (all.length <= LIST_LIMIT) return all
    this.note(name, `has ${all.length} entries; the first ${LIST_LIMIT} were read`)
    return all.slice(0, LIST_LIMIT)
  }

  #typed<Type>(
    name: string,
    isOne: (value: unknown) => value is Type,
    problem: string,
  ): Type | undefined {
    const value = this.#present(name)
    if (value === undefined || isOne(value)) return value
    this.note(name, problem)
    return undefined
  }

  #present(name: string): unknown {
    return this.#fields.get(name) ?? undefined
  }

  #at(name: string): string {
    return this.#path && name ? `${this.#path}.${name}` : this.#path || name
  }
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
}

const isText = (value: unknown) => typeof value === 'string'
const isFlag = (value: unknown) => typeof value === 'boolean'
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
