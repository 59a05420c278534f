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
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    // A map, because names such as `__proto__` are only names here.
    this.#fields = new Map(isObject ? Object.entries(value) : [])
    if (!isObject && value !== undefined && value !== null) this.note('', 'is not an object')
  }

  /** A text that is there and not empty. */
  text(name: string): string | undefined {
    const value = this.#present(name)
    if (value === undefined) return undefined
    if (typeof value === 'string') return cut(value) || undefined
    this.note(name, 'is not a text')
    return undefined
  }

  flag(name: string): boolean {
    const value = this.#present(name)
    if (value !== undefined && typeof value !== 'boolean') this.note(name, 'is not true or false')
    return value === true
  }

  /** A number from 0 on. */
  count(name: string): number | undefined {
    const value = this.#present(name)
    if (value === undefined) return undefined
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    this.note(name, 'is not a number from 0 on')
    return undefined
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
    const value = this.#present(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) {
      this.note(name, 'is not a list')
      return undefined
    }
    if (value.length > LIST_LIMIT) {
      this.note(name, `has ${value.length} entries; the first ${LIST_LIMIT} were read`)
    }
    return value.slice(0, LIST_LIMIT)
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

  #entries(name: string): [string, unknown][] {
    const value = this.#present(name)
    if (value === undefined) return []
    if (typeof value !== 'object' || Array.isArray(value) || value === null) {
      this.note(name, 'is not an object')
      return []
    }
    const entries = Object.entries(value)
    if (entries.length > LIST_LIMIT) {
      this.note(name, `has ${entries.length} entries; the first ${LIST_LIMIT} were read`)
    }
    return entries.slice(0, LIST_LIMIT)
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
