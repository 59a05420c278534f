import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { CannotReason } from './deletionPlan.ts'
import type { KeptReason } from './keptBecause.ts'

/** The outcome of a deletion. Nothing in it is assumed: every tag was checked afterwards. */
export type DeletionReport = {
  readonly repository: RepositoryName
  /** When the registry was last asked. */
  readonly at: Date
  /** Unselected tags that this deletion hit. Always shown first. */
  readonly harmed: readonly HarmedTag[]
  /** Every selected tag, and those in `attachmentTags`. */
  readonly outcomes: ReadonlyMap<Tag, TagOutcome>
  /** Tags that were to be deleted with an image: signatures and other attachments. */
  readonly attachmentTags: ReadonlySet<Tag>
  /** Children and attachments without a tag that were to be deleted with an image. */
  readonly manifests: readonly ManifestOutcome[]
  /** Ids of the journal entries. */
  readonly entries: readonly string[]
  /** Why the rest was not done; `undefined` if everything was. */
  readonly stopped: StopReason | undefined
  readonly verification: Verification
  /** Copies under unique digests, without tags, that couldn't be deleted. */
  readonly leftovers: readonly Digest[]
}

/** Whether a tag's image was deleted as well. `unknown`: its DELETE failed or wasn't answered. */
export type ImageEnd = 'deleted' | 'stays' | 'unknown'

export type TagOutcome =
  | {
      readonly kind: 'deleted'
      readonly image: ImageEnd
      /** Why the image was kept although it was to be deleted. */
      readonly keptBecause?: KeptReason
    }
  /** Deleted by somebody else before its turn. */
  | { readonly kind: 'already-gone' }
  /** Kept: it points to another image than planned. */
  | { readonly kind: 'moved'; readonly digest: Digest }
  /** Deleted, and pushed again by somebody else. */
  | { readonly kind: 'pushed-again'; readonly digest: Digest; readonly image: ImageEnd }
  /** Moved by somebody; it is unknown whether it had been deleted before. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** Kept with its image. */
  | { readonly kind: 'kept'; readonly because: KeptReason }
  /** Kept: it can't be removed alone. */
  | { readonly kind: 'cannot'; readonly because: CannotReason }
  | { readonly kind: 'failed'; readonly why: FailureReason; readonly message: string }
  /** The response was lost, and the registry may still be working on it. */
  | { readonly kind: 'not-settled'; readonly message: string }
  /** The registry says that it was deleted (`said`); that couldn't be verified. */
  | {
      readonly kind: 'unconfirmed'
      readonly said: TagOutcome
      /** The registry still shows it, and may need longer than anybody waited. */
      readonly isStillThere?: true
      readonly message: string
    }
  | { readonly kind: 'not-started' }

/** The outcome for a manifest without tags. */
export type ManifestOutcome = {
  readonly digest: Digest
  readonly role: 'child' | 'attachment'
  readonly outcome:
    | { readonly kind: 'deleted' }
    | { readonly kind: 'failed'; readonly message: string }
    | Extract<TagOutcome, { kind: 'already-gone' | 'kept' | 'not-settled' | 'not-started' }>
}

export type FailureReason =
  /** There are tags that may or may not point to this image. */
  | 'unknown-tags'
  /** It couldn't be read where the tag points. */
  | 'tag-unread'
  /** No permission, deletion off, read-only. */
  | 'refused'
  /** The registry refused this item. */
  | 'rejected'
  /** The registry failed; the tag is unchanged. */
  | 'server-error'
  /** No response; the tag is unchanged. */
  | 'no-answer'
  /** The registry said it was deleted, but it still exists. */
  | 'still-there'
  /** Still listed, but its manifest is gone. */
  | 'dangling'
  /** It points to a copy of its image with another digest. */
  | 'left-on-copy'
  /** It points to an empty index that replaced a broken image. */
  | 'left-empty'

export type StopReason = {
  readonly kind:
    | 'asked'
    | 'login'
    | 'no-right'
    | 'deletion-off'
    /** Asked to delete one tag, the registry deleted the image from all its tags. */
    | 'takes-whole-image'
    /** With the first image the registry deleted something that was to be kept. */
    | 'takes-more'
    | 'server-error'
    | 'no-answer'
    | 'not-settled'
    /** What would be deleted couldn't be recorded. */
    | 'no-journal'
  readonly error?: unknown
}

export type Verification =
  | {
      readonly kind: 'done'
      /** How many unselected tags still exist. */
      readonly checked: number
      /** There are no other tags, not even some that couldn’t be checked. */
      readonly isOnly: boolean
      /** Unselected tags not proved to exist or to be gone. */
      readonly unknown: readonly Tag[]
      /** Unselected tags that are gone, but that this deletion can't have hit. */
      readonly goneMeanwhile: readonly Tag[]
    }
  | { readonly kind: 'failed'; readonly error: unknown }

/** An unselected tag that lost its image. */
export type HarmedTag = {
  readonly tag: Tag
  /** What it may have pointed to when it was hit. */
  readonly possible: readonly Digest[]
  /** What was restored: the tag or, for an index that lost a child, the child. */
  readonly restored: Digest | undefined
  /** A child of this tag's index was hit. */
  readonly isChild: boolean
  /** The registry deleted it along with an image: the tag itself, or a part of its image that was to be kept. */
  readonly along?: 'tag' | 'part'
  /** Why it couldn't be restored. */
  readonly message?: string
}

/** Whether it is gone, deleted by us or by somebody else. */
export function isRemoved({ kind }: TagOutcome | ManifestOutcome['outcome']): boolean {
  return kind === 'deleted' || kind === 'already-gone'
}

/** Whether the outcome of a tag or manifest is unknown. Checking again may help, except for `elsewhere`. */
export function isUnknown({ kind }: TagOutcome | ManifestOutcome['outcome']): boolean {
  return kind === 'unconfirmed' || kind === 'not-settled' || kind === 'elsewhere'
}

/** Whether exactly what was selected is gone, and this was verified. */
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

/** The outcome for a tag's image, as far as the tag's own tells. */
export function imageEnd(outcome: TagOutcome | undefined): ImageEnd {
  return outcome && 'image' in outcome ? outcome.image : 'stays'
}

/** Whether the same deletion may succeed if planned and confirmed again. */
export function canTryAgain(outcome: TagOutcome): boolean {
  return !isRemoved(outcome) && outcome.kind !== 'cannot'
}
