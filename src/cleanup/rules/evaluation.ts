import type { Digest, Tag } from '../../registry/names.ts'
import type { OrderKey, Pattern } from '../language/rule.ts'

/** A tag that a rule may select, with everything the rule may need. */
export type Candidate = {
  readonly tag: Tag
  /** Where it points; `undefined` if unknown or gone (see `resolved`). */
  readonly digest: Digest | undefined
  /** `unknown`: no response proves where it points. `gone`: it is listed, but its manifest is gone. */
  readonly resolved: 'yes' | 'unknown' | 'gone'
  readonly created: CandidateTime
  /** Everything its index reaches, for protected digests; empty for other manifests. `undefined` if not read. */
  readonly children: readonly Digest[] | undefined
  /** Its content isn't what a name such as `sha256-…` says: it is an image like all others. */
  readonly isMisnamed?: boolean
}

/** The time in an image's config, as written there; of an index, its newest image's. Or why there is none. */
export type CandidateTime = { readonly text: string } | { readonly because: string }

/** Nothing is recorded, or no clause needs it. */
export const NO_TIME: CandidateTime = { because: 'no date' }

export type Evaluation = {
  /** One for every candidate except attachments, in their order. */
  readonly verdicts: readonly Verdict[]
  /** The tags to delete: empty if the rule is refused. */
  readonly selected: readonly Tag[]
  /** How many tags would be deleted, refused or not. */
  readonly count: number
  /** Why nothing is deleted although tags would be. */
  readonly refusal: Refusal | undefined
  /** For each clause of the rule, in its order. */
  readonly clauses: readonly ClauseResult[]
  readonly warnings: readonly Warning[]
  /** Candidates with an unknown digest: they are kept, and no image that they may point to is deleted. */
  readonly unresolved: readonly Tag[]
  /** How many attachment tags (signatures etc.) there are: never candidates, they are deleted with their image. */
  readonly attachments: number
}

export type Verdict = {
  readonly tag: Tag
  readonly goes: boolean
  /** See `describeReason` for the words. */
  readonly reason: Reason
  /** The clause that decided, from 0; `undefined` if none did. */
  readonly clause: number | undefined
}

/** Whether a tag is deleted for this reason. */
export function isGoing({ kind }: Reason): boolean {
  return kind === 'named' || kind === 'older' || kind === 'beyond-newest'
}

export type Reason =
  // Kept
  | { readonly kind: 'pinned-tag' }
  | { readonly kind: 'pinned-digest'; readonly digest: Digest }
  /** Digests are protected, and the content of its index couldn't be read. */
  | { readonly kind: 'pins-unsure' }
  | { readonly kind: 'kept'; readonly by: Pattern }
  /** `latest` and the like, which no wildcard matches. */
  | { readonly kind: 'exact-name-only' }
  | { readonly kind: 'no-clause' }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'manifest-gone' }
  | { readonly kind: 'undated'; readonly because: string }
  | { readonly kind: 'no-version' }
  /** `1.2` next to `1.2.3`: it points to the newest of them. */
  | { readonly kind: 'names-series' }
  /** Nothing at its end to group it by. */
  | { readonly kind: 'no-group' }
  | { readonly kind: 'among-newest'; readonly rank: Rank }
  /** Its image is kept because of another tag of the clause. */
  | { readonly kind: 'same-image'; readonly tag: Tag }
  | { readonly kind: 'too-young'; readonly created: Date; readonly days: number }
  // Deleted
  | { readonly kind: 'named'; readonly by: Pattern }
  | {
      readonly kind: 'older'
      readonly created: Date
      readonly days: number
      readonly rank: Rank | undefined
    }
  | { readonly kind: 'beyond-newest'; readonly rank: Rank }

/** A rank in a group, from 1; ties share one. */
export type Rank = {
  readonly place: number
  readonly by: OrderKey
  /** Empty if the clause is one group. */
  readonly group: string
}

export type Refusal =
  | { readonly kind: 'max'; readonly max: number; readonly count: number }
  /** The list of images in use couldn't be read. */
  | { readonly kind: 'pins'; readonly problems: readonly string[] }

export type ClauseResult = {
  /** Tags that its patterns match, even if an earlier clause decides them. */
  readonly matched: number
  /** Tags that it decides. */
  readonly governed: number
  readonly goes: number
  /** The groups that `newest` counts separately; empty without it. */
  readonly groups: readonly Group[]
}

export type Group = {
  /** `ci-main`, `1.2`, `1.2 alpine`; empty if the clause is one group. */
  readonly name: string
  /** From the newest (highest, last) to the oldest. */
  readonly tags: readonly Tag[]
  readonly goes: number
}

export type Warning =
  | { readonly kind: 'matches-none'; readonly clause: number }
  /** Earlier clauses decide everything it matches. */
  | { readonly kind: 'shadowed'; readonly clause: number }
  | { readonly kind: 'matches-all'; readonly clause: number; readonly goes: number }
  /** It needs dates, and none of its tags has one. */
  | { readonly kind: 'all-undated'; readonly clause: number; readonly try: 'version' | 'name' }
  /** A list of images in use was given, but none is from this repository. */
  | { readonly kind: 'no-pin-here'; readonly images: number }
