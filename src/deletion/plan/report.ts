import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { CannotReason } from './deletionPlan.ts'
import type { KeptReason } from './keptBecause.ts'

/** What became of a deletion. Nothing in it is assumed: every tag was asked afterwards. */
export type DeletionReport = {
  readonly repository: RepositoryName
  /** When the registry was asked last. */
  readonly at: Date
  /** Unselected tags that this deletion hit. Comes first wherever the report is shown. */
  readonly harmed: readonly HarmedTag[]
  /** Every selected tag, and those in `attachmentTags`. */
  readonly outcomes: ReadonlyMap<Tag, TagOutcome>
  /** Tags that were to go with an image: signatures and the like. */
  readonly attachmentTags: ReadonlySet<Tag>
  /** Children and attachments without a tag that were to go with an image. */
  readonly manifests: readonly ManifestOutcome[]
  /** What was written into the journal: ids of its entries. */
  readonly entries: readonly string[]
  /** Why the rest was not done; `undefined` where all of it was. */
  readonly stopped: StopReason | undefined
  readonly verification: Verification
  /** Copies under digests of their own that no tag points to and that could not be deleted again. */
  readonly leftovers: readonly Digest[]
}

/** Whether a deletion removed a tag's image, too. `unknown`: its DELETE failed or was not answered. */
export type ImageEnd = 'deleted' | 'stays' | 'unknown'

export type TagOutcome =
  /** The tag is gone. */
  | {
      readonly kind: 'deleted'
      readonly image: ImageEnd
      /** Why the image is kept, where it was to go. */
      readonly keptBecause?: KeptReason
    }
  /** It was gone before its turn came. */
  | { readonly kind: 'already-gone' }
  /** Kept: it points to another image than the plan said. */
  | { readonly kind: 'moved'; readonly digest: Digest }
  /** It was deleted, and somebody pushed it again since. */
  | { readonly kind: 'pushed-again'; readonly digest: Digest; readonly image: ImageEnd }
  /** Somebody moved it; whether it had been deleted before nobody knows. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** The image that it was to go with is kept. */
  | { readonly kind: 'kept'; readonly because: KeptReason }
  /** Kept: it cannot be removed alone. */
  | { readonly kind: 'cannot'; readonly because: CannotReason }
  | { readonly kind: 'failed'; readonly why: FailureReason; readonly message: string }
  /** The registry's answer was lost, and it is not known yet whether it is still at work. */
  | { readonly kind: 'not-settled'; readonly message: string }
  /** The registry says that it was deleted (`said`); that could not be checked. */
  | { readonly kind: 'unconfirmed'; readonly said: TagOutcome; readonly message: string }
  | { readonly kind: 'not-started' }

/** What became of a manifest that no tag is on. */
export type ManifestOutcome = {
  readonly digest: Digest
  readonly role: 'child' | 'attachment'
  readonly outcome:
    | { readonly kind: 'deleted' }
    | { readonly kind: 'failed'; readonly message: string }
    | Extract<TagOutcome, { kind: 'already-gone' | 'kept' | 'not-settled' | 'not-started' }>
}

export type FailureReason =
  /** Tags that cannot be told apart from those of this image. */
  | 'unknown-tags'
  /** Where the tag points could not be told. */
  | 'tag-unread'
  /** No right, deletion off, read-only. */
  | 'refused'
  /** The registry refused this one thing. */
  | 'rejected'
  /** The registry failed; the tag is as it was. */
  | 'server-error'
  /** No answer; the tag is as it was. */
  | 'no-answer'
  /** Said to be deleted, and still there. */
  | 'still-there'
  /** Still listed, but its manifest is gone. */
  | 'dangling'
  /** On a copy of its image under another digest. */
  | 'left-on-copy'
  /** On an empty index in the place of an image that was broken before. */
  | 'left-empty'

export type StopReason = {
  readonly kind:
    | 'asked'
    | 'login'
    | 'no-right'
    | 'deletion-off'
    /** Told to delete one tag, the registry took its image away from all. */
    | 'takes-whole-image'
    | 'server-error'
    | 'no-answer'
    | 'not-settled'
    /** What goes could not be written down. */
    | 'no-journal'
  readonly error?: unknown
}

export type Verification =
  | {
      readonly kind: 'done'
      /** Unselected tags that were asked. */
      readonly checked: number
      /** Unselected tags that gave no proof of being there, or gone. */
      readonly unknown: readonly Tag[]
      /** Unselected tags that are gone, though nothing of this deletion can have hit them. */
      readonly goneMeanwhile: readonly Tag[]
    }
  | { readonly kind: 'failed'; readonly error: unknown }

/** An unselected tag that lost its image. */
export type HarmedTag = {
  readonly tag: Tag
  /** Where it may have been when it was hit. */
  readonly possible: readonly Digest[]
  /** What was restored: onto the tag, or, for an index that lost a child, the child. */
  readonly restored: Digest | undefined
  /** It is the child of this tag's index that was hit. */
  readonly isChild: boolean
  /** Why it could not be restored. */
  readonly message?: string
}

/** Whether what an outcome is of is gone, by this deletion or somebody else's. */
export function isRemoved({ kind }: TagOutcome | ManifestOutcome['outcome']): boolean {
  return kind === 'deleted' || kind === 'already-gone'
}

/** Whether it is not known what became of a tag or manifest. Asking again may tell, but for `elsewhere`. */
export function isUnknown({ kind }: TagOutcome | ManifestOutcome['outcome']): boolean {
  return kind === 'unconfirmed' || kind === 'not-settled' || kind === 'elsewhere'
}

/** Whether all that was selected is gone, nothing else, and both were checked. */
export function isAllWell(report: DeletionReport): boolean {
  const { harmed, outcomes, manifests, leftovers, stopped, verification } = report
  const isChecked =
    verification.kind === 'done' &&
    verification.unknown.length + verification.goneMeanwhile.length === 0
  const isLeft = ({ outcome }: ManifestOutcome) =>
    ['failed', 'not-settled', 'not-started'].includes(outcome.kind)
  const isGone = (outcome: TagOutcome) =>
    isRemoved(outcome) && !(outcome.kind === 'deleted' && outcome.image === 'unknown')
  const isWhole = !manifests.some(isLeft) && [...outcomes.values()].every(isGone)
  return harmed.length + leftovers.length === 0 && !stopped && isChecked && isWhole
}

/** What became of the image that a tag was on, as far as its outcome tells. */
export function imageEnd(outcome: TagOutcome | undefined): ImageEnd {
  return outcome && 'image' in outcome ? outcome.image : 'stays'
}

/** Whether the same deletion may well succeed when it is planned and confirmed again. */
export function canTryAgain(outcome: TagOutcome): boolean {
  return !isRemoved(outcome) && outcome.kind !== 'cannot'
}
