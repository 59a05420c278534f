/** What a sentence on screen says about one tag or manifest. */
export type Claim = {
  readonly is: 'gone' | 'there' | 'unknown'
  /** The start of the digest it is said to point to. */
  readonly at?: string | undefined
  /** What is said about its image. */
  readonly image?: 'gone' | 'stays'
}

/** The first match counts. */
const CLAIMS: readonly (readonly [RegExp, Claim])[] = [
  [/^deleted, then pushed again/, { is: 'there' }],
  [/^deleted with its image/, { is: 'gone', image: 'gone' }],
  [/^deleted; image kept/, { is: 'gone', image: 'stays' }],
  [/^deleted(?:$|; unknown whether)/, { is: 'gone' }],
  [/^already deleted/, { is: 'gone' }],
  [/^(?:kept|still exists|not started|points to)/, { is: 'there' }],
  [/^now on (?:a copy of its image|an empty index)/, { is: 'there' }],
  [/^its manifest is gone, but the registry still lists the tag/, { is: 'gone' }],
  [/^deleted according to the registry|^not confirmed yet|^outcome unknown/, { is: 'unknown' }],
]

/** `undefined` for an unknown sentence. */
export function readClaim(text: string): Claim | undefined {
  const claim = CLAIMS.find(([sentence]) => sentence.test(text))?.[1]
  return claim && { ...claim, at: /\b(?:points|moved) to (sha256:[0-9a-f]+)/.exec(text)?.[1] }
}

/** The numbers in a report's title. */
export type Title = {
  readonly deleted: number
  readonly of: number
  readonly unknown: number
}

export function readTitle(title: string): Title | undefined {
  const [, first, all, what] = /^(?:(\d+) of )?(\d+) tags? (deleted from|in) /.exec(title) ?? []
  if (all === undefined) return undefined
  const count = Number(first ?? all)
  const isDeleted = what === 'deleted from'
  const [, others = 0] = /(\d+) tags?: outcome unknown/.exec(title) ?? []
  return {
    deleted: isDeleted ? count : 0,
    of: Number(all),
    unknown: isDeleted ? Number(others) : count,
  }
}

/** How many tags an interrupted deletion is said to have deleted, kept, and found moved. */
export function readInterrupted(text: string) {
  const count = (what: RegExp) => Number(what.exec(text)?.[1] ?? 0)
  return {
    gone: count(/(\d+) tags? deleted/),
    stayed: count(/(\d+) tags? kept/),
    elsewhere: count(/(\d+) tags? moved since/),
    isUntouched: text.includes('before it deleted anything'),
  }
}
