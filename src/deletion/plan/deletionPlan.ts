import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { CanaryAnswer } from '../ability/ability.ts'
import type { KeptReason } from './keptBecause.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import type { TagState, UnknownTag } from '../../registry/tags/tagReader.ts'

/** What a deletion will do, worked out and confirmed before anything is deleted. */
export type DeletionPlan = {
  readonly repository: RepositoryName
  readonly ability: 'by-tag' | 'by-digest'
  /** The registry deletes more than an image with it; see `DeletionAbility`. */
  readonly takesAlong?: true | undefined
  /** False after the first stage, when only tags have been checked and groups may still be `undecided`. */
  readonly isComplete: boolean
  /** Selected tags by image, in the order of selection. */
  readonly groups: readonly PlannedGroup[]
  /** Selected tags that somebody has deleted meanwhile. */
  readonly alreadyGone: readonly Tag[]
  /** Tags that were moved after they were selected: they are kept. */
  readonly moved: readonly Tag[]
  /** Unselected tags whose state is unknown. No image that they may point to is deleted. */
  readonly unknown: readonly { readonly tag: Tag; readonly state: UnknownTag }[]
  /** Unselected tags that are listed although their manifest is gone: never touched. */
  readonly dangling: readonly Tag[]
  /** Tags that exist although the registry's list leaves them out. */
  readonly hidden: readonly Tag[]
  readonly listIsWhole: boolean
  /** Where every tag pointed when the plan was made. */
  readonly states: ReadonlyMap<Tag, TagState>
  /** What a deletion by digest does here, if a tag gave reason to try one. */
  readonly canary: CanaryAnswer | undefined
  /** Unselected tags of signatures and other attachments that are deleted along with their image. */
  readonly attachmentTags: ReadonlySet<Tag>
  /** Attachments left over from earlier deletions, without an image. They are kept unless selected. */
  readonly orphans: readonly Orphan[]
  /** Whether every manifest that a tag reaches was read, as `countFreed` requires. */
  readonly isMeasured: boolean
  /** Manifests read so far; the run continues with it. */
  readonly store: ManifestStore
}

/** Tags of one image, or an image without tags that is deleted with another, and what happens to them. */
export type PlannedGroup = {
  /** `undefined` for dangling and unreadable tags, each in a group of its own. */
  readonly digest: Digest | undefined
  /** Empty for a child or attachment without tags. */
  readonly tags: readonly Tag[]
  readonly role: Role
  readonly method: Method
  /** Why the image is kept although these tags are deleted. Empty if it is deleted, or gone. */
  readonly keptBecause: readonly KeptReason[]
  /** Children and attachments that are kept although their image is deleted. */
  readonly keptParts: readonly KeptPart[]
  /** Deleted before this one, which is kept if they are: indexes that contain it, and what it is attached to. */
  readonly after: readonly Digest[]
  readonly undo: UndoOutlook
}

export type Role =
  | { readonly kind: 'selected' }
  /** Deleted because the indexes that contain it are. */
  | { readonly kind: 'child'; readonly of: readonly Digest[] }
  /** A signature or other attachment of what is deleted. */
  | { readonly kind: 'attachment'; readonly of: readonly Digest[] }

export type KeptPart = {
  readonly digest: Digest
  readonly kind: 'child' | 'attachment'
  /** Empty if it has none. */
  readonly tags: readonly Tag[]
  readonly keptBecause: readonly KeptReason[]
}

/** An attachment whose image is gone. */
export type Orphan = { readonly tag: Tag; readonly subject: Digest; readonly size: number }

/** Whether it can be restored until garbage collection. */
export type UndoOutlook =
  | { readonly kind: 'yes' }
  | { readonly kind: 'unchecked' }
  | {
      readonly kind: 'no'
      readonly because:
        | 'schema-1'
        | 'too-large'
        /** Its bytes couldn't be read. */
        | 'unread'
        /** A manifest that it contains is missing, so the registry wouldn't accept it again. */
        | 'missing-child'
        /** A blob is missing: it can't be pulled now either. */
        | 'missing-blob'
        /** The tag has no manifest. */
        | 'nothing-there'
    }

export type Method =
  /** Not known until the manifests are read. */
  | { readonly kind: 'undecided' }
  /** DELETE of the digest; where tags can be deleted, of its tags first. */
  | { readonly kind: 'digest' }
  /** DELETE of each tag. */
  | { readonly kind: 'untag' }
  /** The same content is pushed to each tag under a unique digest, and that digest is deleted. */
  | { readonly kind: 're-push'; readonly image: FetchedManifest }
  /** An empty index is pushed to the tag and deleted: for tags whose manifest is gone or whose link is empty. */
  | { readonly kind: 'replace' }
  | { readonly kind: 'none'; readonly because: CannotReason }

/** Why tags can't be removed. The first four: not without deleting the whole image. */
export type CannotReason =
  | { readonly kind: 'schema-1' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'incomplete-image' }
  | { readonly kind: 'image-unread'; readonly message: string }
  | { readonly kind: 'tag-unread'; readonly state: UnknownTag }
  /** Deletion by digest doesn't work in this repository; `tags` are those that answer 5xx. */
  | { readonly kind: 'canary'; readonly answer: CanaryAnswer; readonly tags: readonly Tag[] }

/** Where a tag pointed when the plan was made. */
export function plannedDigest({ states }: DeletionPlan, tag: Tag): Digest | undefined {
  const state = states.get(tag)
  return state?.kind === 'at' ? state.digest : undefined
}

/** Whether a plan can be carried out: every group is decided, and at least one deletes something. */
export function isReady(plan: DeletionPlan): boolean {
  return (
    plan.groups.every((group) => group.method.kind !== 'undecided') &&
    plan.groups.some((group) => group.method.kind !== 'none')
  )
}

/** The images that will be deleted. */
export function listDeleted(groups: readonly PlannedGroup[]): readonly Digest[] {
  return groups.flatMap(({ method, digest }) => (method.kind === 'digest' && digest) || [])
}

/** The selected tags that will be deleted. */
export function listGoing(plan: DeletionPlan): readonly Tag[] {
  return plan.groups.flatMap(({ method, role, tags }) =>
    method.kind === 'none' || role.kind !== 'selected' ? [] : tags,
  )
}
