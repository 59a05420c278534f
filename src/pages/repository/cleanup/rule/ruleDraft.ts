import { useMemo, useState } from 'react'
import { formatRule } from '../../../../cleanup/language/rule.ts'
import { SHAPES, type Shape, isShape } from '../../../../cleanup/language/shapes.ts'
import { parseRule } from '../../../../cleanup/language/parseRule.ts'
import { useParameters } from '../../../../routing/useParameters.ts'
import { useFollowedAddress, useStoredLater } from '../../../../components/useSearchText.ts'

/** A key of a rule and its value, as in the address. */
export type Pair = [key: string, value: string]

/** One clause being filled in; it starts with `tags`. */
export type ClauseDraft = {
  /** Identifies the card while cards are moved; not part of the address. */
  readonly id: number
  readonly pairs: readonly Pair[]
}

/** A rule being filled in: everything in the address, even if it isn't a rule yet. */
export type RuleDraft = {
  /** What comes before the clauses. */
  readonly head: readonly Pair[]
  readonly clauses: readonly ClauseDraft[]
}

/** Keys of the address that belong to the page, not to the rule. */
const OF_THE_PAGE: ReadonlySet<string> = new Set(['view', 'q'])
const LISTS: ReadonlySet<string> = new Set(['keep', 'tags'])

let lastId = 0

export function createClause(pairs: readonly Pair[]): ClauseDraft {
  lastId += 1
  return { id: lastId, pairs }
}

/** The parameters of an address that make up a rule, in order. */
export function takeRule(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([key]) => !OF_THE_PAGE.has(key)))
}

export function putRule(present: URLSearchParams, rule: URLSearchParams): void {
  for (const key of new Set(present.keys())) if (!OF_THE_PAGE.has(key)) present.delete(key)
  for (const [key, value] of rule) present.append(key, value)
}

/** The draft that an address describes, including its errors. */
export function readDraft(parameters: URLSearchParams): RuleDraft {
  const pairs = [...parameters]
  const starts = pairs.flatMap(([key], at) => (key === 'tags' ? [at] : []))
  return {
    head: pairs.slice(0, starts[0]),
    clauses: starts.map((start, at) => createClause(pairs.slice(start, starts[at + 1]))),
  }
}

/** A draft with only what its fields show: without unknown, repeated or misplaced keys. */
export function onlyShown({ head, clauses }: RuleDraft): RuleDraft {
  const first = (pairs: readonly Pair[], keys: readonly string[]) =>
    pairs.filter(
      ([key], at) => keys.includes(key) && pairs.findIndex(([one]) => one === key) === at,
    )
  return {
    head: first(head, ['keep', 'max']),
    clauses: clauses.map(({ id, pairs }) => {
      const counting = valueOf(pairs, 'newest') === undefined ? [] : ['newest', 'by', 'per']
      return { id, pairs: first(pairs, ['tags', 'older', ...counting]) }
    }),
  }
}

/** The parameters that a draft stands for. In lists, people use commas as well. */
export function writeDraft({ head, clauses }: RuleDraft): URLSearchParams {
  const pairs = [...head, ...clauses.flatMap((clause) => clause.pairs)]
  return new URLSearchParams(
    pairs.map(([key, value]): Pair => [key, LISTS.has(key) ? readWords(value).join(' ') : value]),
  )
}

/** The first value of a key. */
export function valueOf(pairs: readonly Pair[], key: string): string | undefined {
  return pairs.find(([one]) => one === key)?.[1]
}

/** The pairs with some values changed; `undefined` removes a key. */
export function setValues(
  pairs: readonly Pair[],
  values: Readonly<Record<string, string | undefined>>,
): readonly Pair[] {
  let changed = [...pairs]
  for (const [key, value] of Object.entries(values)) {
    const at = changed.findIndex(([one]) => one === key)
    if (value === undefined) changed = changed.filter(([one]) => one !== key)
    else changed.splice(at < 0 ? changed.length : at, 1, [key, value])
  }
  return changed
}

export function readWords(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Adds a word to a list of words, or removes it. */
export function toggleWord(text: string, word: string): string {
  const words = readWords(text)
  const others = words.filter((one) => one !== word)
  return (others.length < words.length ? others : [...words, word]).join(' ')
}

const SHAPE = new RegExp(
  `(?:^|[\\s,])(?:${SHAPES.map((shape) => `\\${shape}`).join('|')})(?=[\\s,]|$)`,
  'g',
)

/** A list of words as a field shows it: shapes as chips, the rest as text. */
export function splitShapes(text: string): { typed: string; shapes: readonly Shape[] } {
  const shapes = [...new Set(readWords(text).filter(isShape))]
  return { typed: shapes.length > 0 ? text.replace(SHAPE, '').trimStart() : text, shapes }
}

/** Undoes `splitShapes`. */
export function joinShapes(typed: string, shapes: readonly Shape[]): string {
  return [typed, ...shapes].filter((part) => part !== '').join(' ')
}

/**
 * The rule in the address, for a form to change. Changes count at once; the address follows a moment later, in the
 * normal form of the rule, or as typed if it isn't a rule yet.
 */
export function useRuleDraft() {
  const [parameters] = useParameters()
  const stored = takeRule(parameters).toString()
  const [draft, setDraft] = useState(() => readDraft(takeRule(parameters)))
  useFollowedAddress(stored, () => setDraft(readDraft(takeRule(parameters))))
  const written = useMemo(() => writeDraft(draft).toString(), [draft])
  /** The rule that the draft means, or why it isn't one. */
  const read = useMemo(() => parseRule(written), [written])
  const text = 'rule' in read ? formatRule(read.rule) : written
  useStoredLater(text, stored, (present) => {
    if (present.get('view') === 'cleanup') putRule(present, new URLSearchParams(text))
  })
  return { draft, setDraft, read }
}
