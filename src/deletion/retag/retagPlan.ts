import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../../registry/names.ts'

/** What putting a tag onto an image will do, shown for consent. */
export type RetagPlan = {
  readonly repository: RepositoryName
  readonly source: Reference
  readonly tag: Tag
  /** What the tag will be on. */
  readonly image: FetchedManifest
  /** What the tag is on now; `undefined` where there is no such tag. */
  readonly overwritten: Overwritten | undefined
  /** Why it cannot be carried out; `undefined` where it can. */
  readonly refusal: RetagRefusal | undefined
}

export type Overwritten = {
  readonly digest: Digest
  /** To put it back with; `undefined` where it could not be read: then there is no way back. */
  readonly image: FetchedManifest | undefined
  /**
   * What keeps this image when the tag has left it: other tags, or the tags of an index that holds it.
   * `none`: no tag, so that a garbage collection of untagged images takes it. `unknown`: it cannot be told.
   */
  readonly keptBy: {
    readonly kind: 'tags' | 'index' | 'none' | 'unknown'
    readonly tags: readonly Tag[]
  }
}

export type RetagRefusal =
  /** The tag is on this image already. */
  | { readonly kind: 'same' }
  /** Registries of today take no image of this old form. */
  | { readonly kind: 'schema-1' }
  /** What the tag is on, if anything, cannot be told. */
  | { readonly kind: 'tag-unread'; readonly message: string }

/** What became of it. */
export type RetagReport =
  /** The tag was asked afterwards: it is on the image. `entry`: what the journal has to undo it, by id. */
  | { readonly kind: 'done'; readonly digest: Digest; readonly entry: string | undefined }
  /** The tag moved after the plan: nothing was sent. `digest` is where it is; `undefined`: nowhere. */
  | { readonly kind: 'moved'; readonly digest: Digest | undefined }
  /** It was on the image, and somebody moved it since. */
  | { readonly kind: 'moved-again'; readonly digest: Digest | undefined }
  /** Nothing was sent: what is overwritten could not be written down. */
  | { readonly kind: 'no-journal'; readonly message: string }
  /** The tag is as it was. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Whether the tag moved is not known; its entry stays open, and is settled by the next start. */
  | { readonly kind: 'not-settled'; readonly message: string }
