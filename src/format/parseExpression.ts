/** An expression that is not matched here. `message` is a sentence for people. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

/** Of one character, or of a place between two. */
export type Test =
  | { readonly kind: 'character'; readonly test: (character: string) => boolean }
  | { readonly kind: 'place'; readonly test: (text: string, at: number) => boolean }

export type Node =
  | Test
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number }

/**
 * The parts of an expression that the browser let pass.
 *
 * @throws ExpressionError for lookaround and back references
 */
export function parseExpression(valid: RegExp): Node {
  return new Parser(valid).read()
}

const TOKEN =
  /\[(?:\\.|[^\]\\])*\]|\(\?:|\(\?<(?![=!])[^>]*>|\(\??|(?:[*+?]|\{\d+(?:,\d*)?\})\??|\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|.)|./gi

class Parser {
  readonly #tokens: readonly string[]
  readonly #flags: string
  #at = 0

  constructor({ source, flags }: RegExp) {
    this.#tokens = source.match(TOKEN) ?? []
    this.#flags = flags
  }

  /** Up to the end, or to the bracket that closes. */
  read(): Node {
    const items = [this.#readSequence()]
    while (this.#take('|')) items.push(this.#readSequence())
    return items.length === 1 && items[0] ? items[0] : { kind: 'choice', items }
  }

  #readSequence(): Node {
    const items: Node[] = []
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') {
      items.push(this.#readRepeated())
    }
    return { kind: 'sequence', items }
  }

  #readRepeated(): Node {
    const item = this.#readItem()
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??$/.exec(this.#next ?? '')
    if (!found) return item
    this.#at += 1
    const [, sign, least, comma, most] = found
    const min = sign ? Number(sign === '+') : Number(least)
    const max = sign === '?' ? 1 : sign || (comma && !most) ? Infinity : Number(most || least)
    return max === 0 ? { kind: 'sequence', items: [] } : { kind: 'repeat', item, min, max }
  }

  #readItem(): Node {
    const token = this.#next ?? ''
    this.#at += 1
    if (token === '(' || token === '(?:' || token.startsWith('(?<')) {
      const inner = this.read()
      this.#take(')')
      return inner
    }
    if (token === '(?' || /^\\[1-9k]/.test(token)) {
      throw new ExpressionError('Lookaround and back references cannot be used here.')
    }
    const place = PLACES.get(token)
    if (place) return { kind: 'place', test: place }
    const expression = new RegExp(`^${/^[{}\]]$/.test(token) ? `\\${token}` : token}$`, this.#flags)
    // Asked for every letter of every name, of which there are few.
    const known = new Map<string, boolean>()
    return {
      kind: 'character',
      test(character) {
        const before = known.get(character)
        if (before !== undefined) return before
        const isOne = expression.test(character)
        known.set(character, isOne)
        return isOne
      },
    }
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at]
  }

  #take(token: string): boolean {
    const isNext = this.#next === token
    if (isNext) this.#at += 1
    return isNext
  }
}

const isBetweenWords = (text: string, at: number) =>
  /\w/.test(text.charAt(at - 1)) !== /\w/.test(text.charAt(at))

/** Tests of a place between two characters. */
const PLACES: ReadonlyMap<string, (text: string, at: number) => boolean> = new Map([
  ['^', (_, at) => at === 0],
  ['$', (text, at) => at === text.length],
  ['\\b', isBetweenWords],
  ['\\B', (text, at) => !isBetweenWords(text, at)],
])
