import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import type { CanaryAnswer } from '../ability/ability.ts'
import type { KeptReason } from './keptBecause.ts'
import type { ManifestStore } from '../../image/graph/manifestStore.ts'
import type { TagState, UnknownTag } from '../../registry/tags/tagReader.ts'

/** What a deletion will do, worked out before anything is deleted and shown for consent. */
export type DeletionPlan = {
  readonly repository: RepositoryName
  readonly ability: 'by-tag' | 'by-digest'
  /**
   * False after the first stage, when only tags were looked at: groups may still be `undecided`. A plan
   * whose groups are all decided is complete.
   */
  readonly isComplete: boolean
  /** Selected tags by the image they are on, in the order of selection. */
  readonly groups: readonly PlannedGroup[]
  /** Selected tags that somebody deleted meanwhile. */
  readonly alreadyGone: readonly Tag[]
  /** Tags that somebody moved since they were selected: they stay. */
  readonly moved: readonly Tag[]
  /** Unselected tags whose state could not be told. No image is deleted that they may be on. */
  readonly unknown: readonly { readonly tag: Tag; readonly state: UnknownTag }[]
  /** Unselected tags that are listed, though their manifest is gone: never touched. */
  readonly dangling: readonly Tag[]
  /** Tags that exist, though the registry's list leaves them out. */
  readonly hidden: readonly Tag[]
  readonly listIsWhole: boolean
  /** Where every tag was when the plan was made. */
  readonly states: ReadonlyMap<Tag, TagState>
  /** What a digest deletion does here, where a tag gave reason to try one. */
  readonly canary: CanaryAnswer | undefined
  /** Unselected tags that hold signatures and the like of what goes, and so go with it. */
  readonly attachmentTags: ReadonlySet<Tag>
  /** Attachments left over from earlier deletions: their image is gone. They stay unless they are selected. */
  readonly orphans: readonly Orphan[]
  /** Whether every manifest that a tag reaches was read, so that `countFreed` can tell. */
  readonly isMeasured: boolean
  /** Manifests that were read; the carrying out goes on with it. */
  readonly store: ManifestStore
}

/** Tags of one image that go, or an image without tags that goes with another, and what becomes of them. */
export type PlannedGroup = {
  /** `undefined` where the tags' digest cannot be told: dangling and unreadable tags, each alone. */
  readonly digest: Digest | undefined
  /** Empty for a child or attachment that no tag is on. */
  readonly tags: readonly Tag[]
  /** Why it is in the plan. */
  readonly role: Role
  readonly method: Method
  /** Why the image is kept though these tags go. Empty where it goes, or is gone. */
  readonly keptBecause: readonly KeptReason[]
  /** Children and attachments of an image that goes which are kept. */
  readonly keptParts: readonly KeptPart[]
  /**
   * Images that go first: the indexes that hold this one, and, for an attachment, what it is attached to.
   * Where one of them stays, this one does.
   */
  readonly after: readonly Digest[]
  readonly undo: UndoOutlook
}

export type Role =
  | { readonly kind: 'selected' }
  /** Goes because the indexes that hold it go. */
  | { readonly kind: 'child'; readonly of: readonly Digest[] }
  /** A signature and the like (artifact type or cosign's ending, where it is told) of what goes. */
  | { readonly kind: 'attachment'; readonly of: readonly Digest[]; readonly type: string }

export type KeptPart = {
  readonly digest: Digest
  readonly kind: 'child' | 'attachment'
  /** Empty where no tag is on it. */
  readonly tags: readonly Tag[]
  readonly keptBecause: readonly KeptReason[]
}

/** An attachment whose image is gone. */
export type Orphan = { readonly tag: Tag; readonly subject: Digest; readonly size: number }

/** Whether it can be brought back until garbage is collected. */
export type UndoOutlook =
  | { readonly kind: 'yes' }
  | { readonly kind: 'unchecked' }
  | {
      readonly kind: 'no'
      readonly because:
        | 'schema-1'
        | 'too-large'
        /** Its bytes could not be read. */
        | 'unread'
        /** A manifest that it holds is missing in the registry, so that it would not be taken back. */
        | 'missing-child'
        /** A blob is missing: nobody can pull it now either. */
        | 'missing-blob'
        /** The tag has no manifest. */
        | 'nothing-there'
    }

export type Method =
  /** Not known before the manifests are read. */
  | { readonly kind: 'undecided' }
  /** DELETE of the digest; where tags can be deleted, of its tags before. */
  | { readonly kind: 'digest' }
  /** DELETE of each tag. */
  | { readonly kind: 'untag' }
  /** The same content under a digest of its own onto each tag, then DELETE of that digest. */
  | { readonly kind: 're-push'; readonly image: FetchedManifest }
  /** An empty index onto the tag, then DELETE of it: for tags whose manifest is gone, or whose link is empty. */
  | { readonly kind: 'replace' }
  | { readonly kind: 'none'; readonly because: CannotReason }

/** Why tags cannot be removed. The first four: not alone, only together with all of their image. */
export type CannotReason =
  | { readonly kind: 'schema-1' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'incomplete-image' }
  | { readonly kind: 'image-unread'; readonly message: string }
  | { readonly kind: 'tag-unread'; readonly state: UnknownTag }
  /** Digest deletion does not work in this repository; `tags` are those that answer 5xx. */
  | { readonly kind: 'canary'; readonly answer: CanaryAnswer; readonly tags: readonly Tag[] }

/** Where a tag was when the plan was made. */
export function plannedDigest({ states }: DeletionPlan, tag: Tag): Digest | undefined {
  const state = states.get(tag)
  return state?.kind === 'at' ? state.digest : undefined
}

/** Whether a plan may be carried out: every group is decided, and there is one to carry out. */
export function isReady(plan: DeletionPlan): boolean {
  return (
    plan.groups.every((group) => group.method.kind !== 'undecided') &&
    plan.groups.some((group) => group.method.kind !== 'none')
  )
}

/** The images that go. */
export function listDeleted(groups: readonly PlannedGroup[]): readonly Digest[] {
  return groups.flatMap(({ method, digest }) => (method.kind === 'digest' && digest) || [])
}

/** The selected tags that go when `plan` is carried out. */
export function listGoing(plan: DeletionPlan): readonly Tag[] {
  return plan.groups.flatMap(({ method, role, tags }) =>
    method.kind === 'none' || role.kind !== 'selected' ? [] : tags,
  )
}
