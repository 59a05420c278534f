import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** What came back of journal entries. Nothing in it is assumed: tags and manifests were asked afterwards. */
export type RestoreReport = {
  /** One for each entry, in their order. */
  readonly entries: readonly RestoredEntry[]
  /** Why the rest was not done; `undefined` where all of it was tried. */
  readonly stopped: RestoreStop | undefined
  /** Why the journal does not know what came back; `undefined` where it does. */
  readonly unrecorded: string | undefined
}

export type RestoreStop = { readonly kind: 'asked' | 'login' | 'no-right' | 'read-only' }

export type RestoredEntry = {
  readonly id: string
  readonly repository: RepositoryName
  /** Whether all that the deletion removed is there again. */
  readonly isWhole: boolean
  /** The tags that were removed, or may have been. */
  readonly tags: readonly RestoredTag[]
  /** The manifests that were removed, or may have been, and those that the tags need. */
  readonly manifests: readonly { readonly digest: Digest; readonly outcome: ManifestRestoration }[]
}

export type RestoredTag = { readonly tag: Tag; readonly outcome: TagRestoration }

export type TagRestoration =
  | { readonly kind: 'restored'; readonly digest: Digest }
  | { readonly kind: 'already-there' }
  /** A list of attachments that somebody changed since: it holds both by now. */
  | { readonly kind: 'merged'; readonly digest: Digest }
  /** It did not exist before, and is removed again. */
  | { readonly kind: 'removed' }
  /** It points elsewhere by now, and was left so. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** A list of attachments that changed since, of an imported entry: it was left as it is. */
  | { readonly kind: 'list-changed'; readonly digest: Digest }
  /** It holds attachments of an image that did not come back. */
  | { readonly kind: 'not-needed' }
  | Obstacle

export type ManifestRestoration =
  | { readonly kind: 'restored' }
  | { readonly kind: 'already-there' }
  /** No tag that came back needs it. */
  | { readonly kind: 'not-needed' }
  | Obstacle

/** Why something did not come back. */
export type Obstacle =
  /** Garbage was collected since: what is missing has to be pushed again. */
  | {
      readonly kind: 'collected'
      readonly missing: readonly Digest[]
      /**
       * The registry still takes it for there. It has to be restarted before anything is pushed, or the push
       * is lost, too.
       */
      readonly restartFirst: boolean
    }
  | { readonly kind: 'cannot'; readonly because: CannotRestore }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'not-started' }

export type CannotRestore =
  /** Registries of today take no image of this old form. */
  | { readonly kind: 'schema-1' }
  /** These manifests, which it holds, are missing in the registry and in the journal. */
  | { readonly kind: 'missing-child'; readonly digests: readonly Digest[] }
  /** The journal does not have its bytes, or not these. */
  | { readonly kind: 'no-bytes' }
  /** It had no manifest when it was deleted. */
  | { readonly kind: 'nothing-there' }
  /** The tag is the last one of its image by now: removing it would remove the image. */
  | { readonly kind: 'last-tag' }

/** Whether this part is there again. */
export function isBack({ kind }: TagRestoration | ManifestRestoration): boolean {
  return kind === 'restored' || kind === 'already-there' || kind === 'merged' || kind === 'removed'
}

/** What restoring is busy with. */
export type RestoreProgress = {
  readonly step: 'tags' | 'blobs' | 'manifests' | 'restoring'
  readonly done: number
  readonly total: number
}
