import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** What pointing a tag at an image will do, shown for confirmation. */
export type RetagPlan = {
  readonly repository: RepositoryName
  readonly tag: Tag
  /** What the tag will point to. */
  readonly image: FetchedManifest
  /** What the tag points to now; `undefined` if it doesn't exist. */
  readonly overwritten: Overwritten | undefined
  /** Why it can't be carried out; `undefined` if it can. */
  readonly refusal: RetagRefusal | undefined
}

export type Overwritten = {
  readonly digest: Digest
  /** For undo; `undefined` if it couldn't be read: then there is no undo. */
  readonly image: FetchedManifest | undefined
  /**
   * What keeps this image once the tag has left it: other tags, or the tags of an index that contains it. `none`: it
   * becomes untagged, and a garbage collection of untagged images removes it. `unknown`: couldn't be determined.
   */
  readonly keptBy: {
    readonly kind: 'tags' | 'index' | 'none' | 'unknown'
    readonly tags: readonly Tag[]
  }
}

export type RetagRefusal =
  /** The tag already points to this image. */
  | { readonly kind: 'same' }
  /** Current registries no longer accept this old format. */
  | { readonly kind: 'schema-1' }
  /** Where the tag points, if anywhere, couldn't be determined. */
  | { readonly kind: 'tag-unread'; readonly message: string }

export type RetagReport =
  /** Verified: the tag points to the image. `entry`: the id of the journal entry for undo. */
  | { readonly kind: 'done'; readonly digest: Digest; readonly entry: string | undefined }
  /** The tag was moved after the plan, so nothing was sent. `digest`: where it points; `undefined` if it's gone. */
  | { readonly kind: 'moved'; readonly digest: Digest | undefined }
  /** It pointed to the image, and somebody has moved it since. */
  | { readonly kind: 'moved-again'; readonly digest: Digest | undefined }
  /** Nothing was sent, because the overwritten image couldn't be recorded. */
  | { readonly kind: 'no-journal'; readonly message: string }
  /** The tag is unchanged. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Whether the tag moved is unknown; its entry stays open, and the next start settles it. */
  | { readonly kind: 'not-settled'; readonly message: string }
