/**
 * A clean-up rule: it only selects tags. A tag is governed by the first clause whose `tags` matches it; a tag
 * that no clause names stays.
 */
export type Rule = {
  /** Patterns of tags that never go, whatever the clause. Sorted, each once; may be empty. */
  readonly keep: readonly Pattern[]
  /** Where more tags than this would go, none does. */
  readonly max?: number | undefined
  /** In the order that decides. A rule without clauses selects nothing. */
  readonly clauses: readonly Clause[]
}

/** A rule of more clauses than people can read is none: each is a card on the page. */
export const MOST_CLAUSES = 50

/** What becomes of the tags that `tags` matches: those that meet every condition go. */
export type Clause = {
  /** Any of them is enough. Sorted, each once, at least one. */
  readonly tags: readonly Pattern[]
  /** Only what was created more than so many days ago goes. */
  readonly older?: number | undefined
  /** The top so many of each group stay, counted over all tags of the clause. */
  readonly newest?: Newest | undefined
}

export type Newest = {
  readonly count: number
  /** `created` counts images: all the clause's tags on one stay or go together. The others count tags. */
  readonly by: OrderKey
  /** The groups that are counted apart; without it the clause is one group. */
  readonly per?: GroupKey | undefined
}

/** A glob over whole tags (`ci-*`, `v?`, `[0-9]*`), case-sensitive, or a shape (`.release`). */
export type Pattern = string

export const ORDER_KEYS = ['created', 'version', 'name'] as const
export type OrderKey = (typeof ORDER_KEYS)[number]

export const GROUP_KEYS = ['prefix', 'minor', 'major'] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

/** What runs could not be read: complete sentences. Nothing is selected. */
export type Problems = { readonly problems: readonly string[] }

/**
 * The rule as the query of an address, without `?`: one text for all ways to write the same rule. Keys in
 * their order, whole weeks as weeks, defaults left out.
 */
export function formatRule({ keep, max, clauses }: Rule): string {
  const search = new URLSearchParams()
  if (keep.length > 0) search.append('keep', keep.join(' '))
  if (max !== undefined) search.append('max', String(max))
  for (const { tags, older, newest } of clauses) {
    search.append('tags', tags.join(' '))
    if (older !== undefined) search.append('older', older % 7 === 0 ? `${older / 7}w` : `${older}d`)
    if (!newest) continue
    search.append('newest', String(newest.count))
    if (newest.by !== 'created') search.append('by', newest.by)
    if (newest.per) search.append('per', newest.per)
  }
  return search.toString()
}

/** One thing that is wrong with a rule or a list; a complete sentence that can be shown. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** Characters of a rule: nginx takes no longer address. */
const LONGEST = 8000

/** @throws Problem for a text that is longer than a rule can be */
export function checkLength(text: string): void {
  if (text.length > LONGEST) throw new Problem(`A rule can have at most ${LONGEST} characters.`)
}

/** Text of the user in a message: quoted, at most 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
