import type { Digest, Tag } from '../../registry/names.ts'
import type { OrderKey, Pattern } from '../language/rule.ts'

/** A tag that a rule may select, with what the rule may ask about it. */
export type Candidate = {
  readonly tag: Tag
  /** Where it points; `undefined` where that is not known or there is nothing (see `resolved`). */
  readonly digest: Digest | undefined
  /** `unknown`: no answer proves where it points. `gone`: it is listed, and its manifest is gone. */
  readonly resolved: 'yes' | 'unknown' | 'gone'
  readonly created: CandidateTime
  /**
   * Everything that its index reaches, for pinned digests; empty for other manifests. `undefined` where that
   * was not read, or could not be.
   */
  readonly children: readonly Digest[] | undefined
}

/**
 * The time in an image's config, as it is written there; of an index that of its newest image. Or why there is
 * none, in words.
 */
export type CandidateTime = { readonly text: string } | { readonly because: string }

/** Nothing is recorded, or nobody asked: no clause needs it. */
export const NO_TIME: CandidateTime = { because: 'no date' }

/** What a rule decides about the tags of a repository. */
export type Evaluation = {
  /** One for every candidate but attachments, in the order of the candidates. */
  readonly verdicts: readonly Verdict[]
  /** The tags that go: empty where the rule is refused. */
  readonly selected: readonly Tag[]
  /** How many would go, refused or not. */
  readonly count: number
  /** Why nothing goes, though tags would. */
  readonly refusal: Refusal | undefined
  /** For each clause of the rule, in its order. */
  readonly clauses: readonly ClauseResult[]
  readonly warnings: readonly Warning[]
  /** Candidates whose digest is not known: they stay, and no image is deleted that they may be on. */
  readonly unresolved: readonly Tag[]
  /** How many tags hold signatures and the like: never candidates, they go with their image. */
  readonly attachments: number
}

export type Verdict = {
  readonly tag: Tag
  readonly goes: boolean
  /** `describeReason` says it in words. */
  readonly reason: Reason
  /** The clause that governs it, from 0; `undefined` where none was asked. */
  readonly clause: number | undefined
}

/** Whether a tag goes for this reason. */
export function isGoing({ kind }: Reason): boolean {
  return kind === 'named' || kind === 'older' || kind === 'beyond-newest'
}

export type Reason =
  // Stays
  | { readonly kind: 'pinned-tag' }
  | { readonly kind: 'pinned-digest'; readonly digest: Digest }
  /** Digests are pinned, and what its index holds could not be read. */
  | { readonly kind: 'pins-unsure' }
  | { readonly kind: 'kept'; readonly by: Pattern }
  /** `latest` and its like, which no wildcard takes. */
  | { readonly kind: 'exact-name-only' }
  | { readonly kind: 'no-clause' }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'manifest-gone' }
  | { readonly kind: 'undated'; readonly because: string }
  | { readonly kind: 'no-version' }
  /** `1.2` beside `1.2.3`: it names whatever is the newest of them. */
  | { readonly kind: 'names-series' }
  /** Nothing at its end that sets it apart from others of a group. */
  | { readonly kind: 'no-group' }
  | { readonly kind: 'among-newest'; readonly rank: Rank }
  /** Its image stays because of another tag of the clause. */
  | { readonly kind: 'same-image'; readonly tag: Tag }
  | { readonly kind: 'too-young'; readonly created: Date; readonly days: number }
  // Goes
  | { readonly kind: 'named'; readonly by: Pattern }
  | {
      readonly kind: 'older'
      readonly created: Date
      readonly days: number
      readonly rank: Rank | undefined
    }
  | { readonly kind: 'beyond-newest'; readonly rank: Rank }

/** A place in a group's order, from 1; equals have the same. */
export type Rank = {
  readonly place: number
  readonly by: OrderKey
  /** Empty where the clause is one group. */
  readonly group: string
}

export type Refusal =
  | { readonly kind: 'max'; readonly max: number; readonly count: number }
  /** What runs could not be read. */
  | { readonly kind: 'pins'; readonly problems: readonly string[] }

/** What one clause does. */
export type ClauseResult = {
  /** Tags that its patterns match, governed by an earlier clause or not. */
  readonly matched: number
  /** Tags that it governs. */
  readonly governed: number
  readonly goes: number
  /** What `newest` counts apart; empty without it. */
  readonly groups: readonly Group[]
}

export type Group = {
  /** `ci-main`, `1.2`, `1.2 alpine`; empty where the clause is one group. */
  readonly name: string
  /** From the newest (highest, last) to the oldest. */
  readonly tags: readonly Tag[]
  readonly goes: number
}

export type Warning =
  | { readonly kind: 'matches-none'; readonly clause: number }
  /** Earlier clauses govern all that it matches. */
  | { readonly kind: 'shadowed'; readonly clause: number }
  | { readonly kind: 'matches-all'; readonly clause: number; readonly goes: number }
  /** It asks for dates, and no tag of it has one. */
  | { readonly kind: 'all-undated'; readonly clause: number; readonly try: 'version' | 'name' }
  /** Pins were given, and none is of this repository. */
  | { readonly kind: 'no-pin-here'; readonly images: number }
