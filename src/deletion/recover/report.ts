import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** What was found out about deletions that broke off, and what was done about it. */
export type RecoveryReport = {
  readonly entries: readonly RecoveredEntry[]
  /** Why the rest stays open; `undefined` where all of it was looked at. */
  readonly stopped: string | undefined
}

export type RecoveredEntry = {
  readonly repository: RepositoryName
  /** Those of which it was not known. */
  readonly tags: readonly { readonly tag: Tag; readonly outcome: TagRecovery }[]
}

export type TagRecovery =
  /** Nothing was sent that concerns it: wherever it is by now, this deletion has not touched it. */
  | { readonly kind: 'untouched' }
  /** It is gone. */
  | { readonly kind: 'gone' }
  /** It stood on a copy of its image, which is deleted now: it is gone. */
  | { readonly kind: 'finished' }
  /** It stood half way, and has its image again. */
  | { readonly kind: 'restored' }
  /** It is as it was before. */
  | { readonly kind: 'not-deleted' }
  /** It was put onto the other image (`retag`). */
  | { readonly kind: 'moved' }
  /** It exists, on another image: whether it was deleted before nobody can tell. Its entry is kept. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** It is asked again next time. */
  | { readonly kind: 'unknown' }

/** Whether what the entry says of the tag has happened; `undefined` where that is not known. */
export function hasHappened({ kind }: TagRecovery): boolean | undefined {
  if (kind === 'elsewhere' || kind === 'unknown') return undefined
  return kind === 'gone' || kind === 'finished' || kind === 'moved'
}
