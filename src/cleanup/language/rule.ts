/** A clean-up rule, which only selects tags. The first clause that matches a tag decides; others are kept. */
export type Rule = {
  /** Patterns of tags that are never deleted, whatever the clauses say. Sorted, without duplicates; may be empty. */
  readonly keep: readonly Pattern[]
  /** If more tags than this would be deleted, none is. */
  readonly max?: number | undefined
  /** In order: the first match decides. Without clauses nothing is selected. */
  readonly clauses: readonly Clause[]
}

/** More clauses than anybody can read: each is a card on the page. */
export const MOST_CLAUSES = 50

/** Of the tags that `tags` matches, those that meet every condition are deleted. */
export type Clause = {
  /** One match is enough. Sorted, without duplicates, at least one. */
  readonly tags: readonly Pattern[]
  /** Only tags created more than so many days ago are deleted. */
  readonly older?: number | undefined
  /** The top so many of each group are kept, counted over all tags of the clause. */
  readonly newest?: Newest | undefined
}

export type Newest = {
  readonly count: number
  /** `created` counts images: all tags of the clause that point to one share its fate. The others count tags. */
  readonly by: OrderKey
  /** The groups that are counted separately; if omitted, the clause is one group. */
  readonly per?: GroupKey | undefined
}

/** A glob for whole tags (`ci-*`, `v?`, `[0-9]*`), case-sensitive, or a shape (`.release`). */
export type Pattern = string

export const ORDER_KEYS = ['created', 'version', 'name'] as const
export type OrderKey = (typeof ORDER_KEYS)[number]

export const GROUP_KEYS = ['prefix', 'minor', 'major'] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

/** The list of images in use couldn't be read, so nothing is selected. Complete sentences. */
export type Problems = { readonly problems: readonly string[] }

/** The rule as an address's query, without `?`, in normal form: fixed order, whole weeks as weeks, no defaults. */
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

/** One problem in a rule or list; the message is a complete sentence for users. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** Maximum length of a rule: nginx accepts no longer addresses. */
const LONGEST = 8000

/** @throws Problem if the text is longer than any rule */
export function checkLength(text: string): void {
  if (text.length > LONGEST) throw new Problem(`A rule can have at most ${LONGEST} characters.`)
}

/** User input in a message: quoted, at most 60 characters. */
export function quote(text: string): string {
  return `“${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).slice(1, -1)}”`
}
