import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** What was found out about interrupted deletions, and what was done about them. */
export type RecoveryReport = {
  readonly entries: readonly RecoveredEntry[]
  /** Why the rest stays open; `undefined` if everything was checked. */
  readonly stopped: string | undefined
}

export type RecoveredEntry = {
  readonly repository: RepositoryName
  /** Those whose outcome was unknown. */
  readonly tags: readonly { readonly tag: Tag; readonly outcome: TagRecovery }[]
}

export type TagRecovery =
  /** No request concerned it: wherever it points now, this deletion hasn't touched it. */
  | { readonly kind: 'untouched' }
  | { readonly kind: 'gone' }
  /** It pointed to a copy of its image, which has now been deleted: it is gone. */
  | { readonly kind: 'finished' }
  /** It was half-way, and has its image again. */
  | { readonly kind: 'restored' }
  /** It is unchanged. */
  | { readonly kind: 'not-deleted' }
  /** It was moved to the other image (`retag`). */
  | { readonly kind: 'moved' }
  /** It points to another image; whether it had been deleted before is unknown. Its entry is kept. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** To be checked again next time. */
  | { readonly kind: 'unknown' }

/** Whether what the entry says about the tag has happened; `undefined` if unknown. */
export function hasHappened({ kind }: TagRecovery): boolean | undefined {
  if (kind === 'elsewhere' || kind === 'unknown') return undefined
  return kind === 'gone' || kind === 'finished' || kind === 'moved'
}
