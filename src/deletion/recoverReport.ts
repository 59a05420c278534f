import type { Digest, RepositoryName, Tag } from '../registry/names.ts'

/** What was found out about deletions that broke off, and what was done about it. */
export type RecoveryReport = {
  readonly entries: readonly RecoveredEntry[]
  /** Why the rest stays open; `undefined` where all of it was looked at. */
  readonly stopped: string | undefined
}

export type RecoveredEntry = {
  readonly id: string
  readonly repository: RepositoryName
  readonly outcome:
    /** Nothing of it is gone: it is in the journal no longer. */
    | 'removed'
    /** It is known what is gone. */
    | 'done'
    /** Some of it is not known; it is asked again next time. */
    | 'open'
  readonly tags: readonly { readonly tag: Tag; readonly outcome: TagRecovery }[]
  /** Copies of its images that no tag points to and that could not be deleted. */
  readonly leftovers: readonly Digest[]
}

export type TagRecovery =
  /** It is gone. */
  | { readonly kind: 'gone' }
  /** It stood on a copy of its image, which is deleted now: it is gone. */
  | { readonly kind: 'finished' }
  /** It stood half way, and has its image again. */
  | { readonly kind: 'put-back' }
  /** It is as it was before. */
  | { readonly kind: 'not-deleted' }
  /** It was put onto the other image (`retag`). */
  | { readonly kind: 'moved' }
  /** Somebody moved it since; whether it had been deleted before nobody knows. Its entry is kept. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  | { readonly kind: 'unknown'; readonly message: string }

/** Whether what the entry says of the tag has happened; `undefined` where that is not known. */
export function hasHappened({ kind }: TagRecovery): boolean | undefined {
  switch (kind) {
    case 'gone':
    case 'finished':
    case 'moved':
    case 'elsewhere':
      return true
    case 'put-back':
    case 'not-deleted':
      return false
    case 'unknown':
      return undefined
  }
}
