/** One clause as its card shows it: texts, also such that are no rule yet. */
export type ClauseDraft = {
  /** Tells the cards apart while they are moved; it is in no address. */
  readonly id: number
  readonly tags: string
  /** `14` and `d` of `older=14d`; `undefined`: the box is not ticked. */
  readonly older: { readonly amount: string; readonly unit: string } | undefined
  readonly newest: { readonly count: string; readonly by: string; readonly per: string } | undefined
  /** Keys that no field shows: they make the rule an error until they are taken out. */
  readonly others: readonly (readonly [string, string])[]
}

/** A rule while it is filled in. The form and the address are two views of it. */
export type RuleDraft = {
  readonly keep: string
  readonly max: string
  readonly others: readonly (readonly [string, string])[]
  readonly clauses: readonly ClauseDraft[]
}

export const EMPTY_DRAFT: RuleDraft = { keep: '', max: '', others: [], clauses: [] }

/** Keys of the address that belong to the page, not to the rule. */
const OF_THE_PAGE: ReadonlySet<string> = new Set(['view', 'show', 'q'])

let lastId = 0

/** A clause with nothing filled in. */
export function createClause(texts: Partial<Omit<ClauseDraft, 'id'>> = {}): ClauseDraft {
  lastId += 1
  return { id: lastId, tags: '', older: undefined, newest: undefined, others: [], ...texts }
}

/** The parameters of an address that make up a rule, in their order. */
export function takeRule(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([key]) => !OF_THE_PAGE.has(key)))
}

/** The address `present` with another rule in it. */
export function putRule(present: URLSearchParams, rule: URLSearchParams): URLSearchParams {
  const own = [...present].filter(([key]) => OF_THE_PAGE.has(key))
  return new URLSearchParams([...own, ...rule])
}

type Pair = readonly [key: string, value: string]

/** The draft that an address describes: everything that is in it is in the draft, errors too. */
export function readDraft(parameters: URLSearchParams): RuleDraft {
  const pairs = [...parameters]
  const starts = pairs.flatMap(([key], at) => (key === 'tags' ? [at] : []))
  const head = takePairs(pairs.slice(0, starts[0] ?? pairs.length), ['keep', 'max'])
  return {
    keep: head.taken.get('keep') ?? '',
    max: head.taken.get('max') ?? '',
    others: head.others,
    clauses: starts.map((start, at) => {
      const [first, ...rest] = pairs.slice(start, starts[at + 1])
      return readClause(first?.[1] ?? '', rest)
    }),
  }
}

function readClause(tags: string, pairs: readonly Pair[]): ClauseDraft {
  // `by` and `per` say something of `newest`, and nothing without it.
  const hasNewest = pairs.some(([key, value]) => key === 'newest' && value !== '')
  const keys = hasNewest ? ['older', 'newest', 'by', 'per'] : ['older']
  const { taken, others } = takePairs(pairs, keys)
  const [, amount = '', unit = ''] = /^(.*?)([a-z]*)$/s.exec(taken.get('older') ?? '') ?? []
  return createClause({
    tags,
    others,
    older: taken.has('older') ? { amount, unit } : undefined,
    newest: hasNewest
      ? {
          count: taken.get('newest') ?? '',
          by: taken.get('by')?.replace(/^created$/, '') ?? '',
          per: taken.get('per') ?? '',
        }
      : undefined,
  })
}

/** The first value of each of these keys; what is empty, repeated or of another key is left over. */
function takePairs(pairs: readonly Pair[], keys: readonly string[]) {
  const taken = new Map<string, string>()
  const others: Pair[] = []
  for (const [key, value] of pairs) {
    if (keys.includes(key) && value !== '' && !taken.has(key)) taken.set(key, value)
    else others.push([key, value])
  }
  return { taken, others }
}

/** The parameters that a draft stands for, also where they are no rule yet. */
export function writeDraft(draft: RuleDraft): URLSearchParams {
  const parameters = new URLSearchParams()
  if (draft.keep.trim() !== '') parameters.append('keep', words(draft.keep))
  if (draft.max.trim() !== '') parameters.append('max', draft.max.trim())
  for (const [key, value] of draft.others) parameters.append(key, value)
  for (const clause of draft.clauses) {
    for (const [key, value] of writeClause(clause)) parameters.append(key, value)
  }
  return parameters
}

/** The parameters of one clause. */
export function writeClause({ tags, older, newest, others }: ClauseDraft): URLSearchParams {
  const parameters = new URLSearchParams([['tags', words(tags)]])
  if (older) parameters.append('older', `${older.amount.trim()}${older.unit}`)
  if (newest) {
    parameters.append('newest', newest.count.trim())
    if (newest.by !== '') parameters.append('by', newest.by)
    if (newest.per !== '') parameters.append('per', newest.per)
  }
  for (const [key, value] of others) parameters.append(key, value)
  return parameters
}

/** People separate by commas as well. */
function words(text: string): string {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .join(' ')
}

export function hasWord(text: string, word: string): boolean {
  return words(text).split(' ').includes(word)
}

/** Adds a word to a list of words, or takes it out. */
export function toggleWord(text: string, word: string): string {
  const all = words(text).split(' ').filter(Boolean)
  return (all.includes(word) ? all.filter((one) => one !== word) : [...all, word]).join(' ')
}

/** The list with one item moved by a place; unchanged at its ends. */
export function moveItem<Item>(items: readonly Item[], from: number, by: -1 | 1): readonly Item[] {
  const to = from + by
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return items
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}
