import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** What was restored. Nothing in it is assumed: tags and manifests were checked afterwards. */
export type RestoreReport = {
  /** One per entry, in their order. */
  readonly entries: readonly RestoredEntry[]
  /** Why the rest was not done; `undefined` if everything was tried. */
  readonly stopped: RestoreStop | undefined
  /** Why the journal couldn't record the restoration; `undefined` if it did. */
  readonly unrecorded: string | undefined
}

export type RestoreStop = 'asked' | 'login' | 'no-right' | 'read-only'

export type RestoredEntry = {
  readonly id: string
  readonly repository: RepositoryName
  /** Whether everything that the deletion removed exists again. */
  readonly isWhole: boolean
  /** The tags that were, or may have been, removed. */
  readonly tags: readonly RestoredTag[]
  /** The manifests that were, or may have been, removed, and those that the tags need. */
  readonly manifests: readonly { readonly digest: Digest; readonly outcome: ManifestRestoration }[]
}

export type RestoredTag = { readonly tag: Tag; readonly outcome: TagRestoration }

export type TagRestoration =
  | { readonly kind: 'restored'; readonly digest: Digest }
  | { readonly kind: 'already-there' }
  /** A list of attachments that was changed meanwhile: it now contains both. */
  | { readonly kind: 'merged'; readonly digest: Digest }
  /** It didn't exist before, and has been removed again. */
  | { readonly kind: 'removed' }
  /** It was moved meanwhile, and was left alone. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** A list of attachments that was changed meanwhile, in an imported entry: it was left alone. */
  | { readonly kind: 'list-changed'; readonly digest: Digest }
  /** It contains attachments of an image that couldn't be restored. */
  | { readonly kind: 'not-needed' }
  | Obstacle

export type ManifestRestoration =
  | { readonly kind: 'restored' }
  | { readonly kind: 'already-there' }
  /** No restored tag needs it. */
  | { readonly kind: 'not-needed' }
  | Obstacle

/** Why something couldn't be restored. */
export type Obstacle =
  /** Garbage was collected since: what is missing has to be pushed again. */
  | {
      readonly kind: 'collected'
      readonly missing: readonly Digest[]
      /**
       * The registry still believes that it exists. It must be restarted before a push, or the push is lost as well.
       */
      readonly restartFirst: boolean
    }
  | { readonly kind: 'cannot'; readonly because: CannotRestore }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'not-started' }

export type CannotRestore =
  /** Current registries no longer accept this old format. */
  | { readonly kind: 'schema-1' }
  /** These manifests, which it contains, are missing both in the registry and in the journal. */
  | { readonly kind: 'missing-child'; readonly digests: readonly Digest[] }
  /** The journal doesn't have its bytes, or wrong ones. */
  | { readonly kind: 'no-bytes' }
  /** It had no manifest when it was deleted. */
  | { readonly kind: 'nothing-there' }
  /** It is its image's last tag by now: removing it would remove the image. */
  | { readonly kind: 'last-tag' }

/** Whether it exists again. */
export function isBack({ kind }: TagRestoration | ManifestRestoration): boolean {
  return kind === 'restored' || kind === 'already-there' || kind === 'merged' || kind === 'removed'
}

export type RestoreProgress = {
  readonly step: 'tags' | 'blobs' | 'manifests' | 'restoring'
  readonly done: number
  readonly total: number
}
