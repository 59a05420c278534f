import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/**
 * Where deletions are written down before they begin, so that what goes can be restored, also by the next
 * start of the program after this one was ended in mid-work.
 */
export type Journal = {
  /**
   * Stores entries, each in the place of an older one with its id. Resolves when they are safe: one
   * transaction for all of them.
   *
   * @throws JournalError
   */
  readonly write: (entries: readonly JournalEntry[]) => Promise<void>
  /** Everything, oldest first. @throws JournalError */
  readonly read: () => Promise<readonly JournalEntry[]>
  /** @throws JournalError */
  readonly remove: (ids: readonly string[]) => Promise<void>
}

/** The journal could not be read or written: no storage, a full one, or no answer of it. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
}

/** What the journal gives, or why it does not. @throws what is no JournalError */
export async function tryJournal<Found>(work: () => Promise<Found>): Promise<Found | JournalError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof JournalError) return error
    throw error
  }
}

/**
 * One image that goes with its tags, children and attachments, or the tags that are taken off an image that
 * stays, or (`retag`) a tag that is put onto another image.
 */
export type JournalEntry = {
  /** 32 hexadecimal digits. */
  readonly id: string
  /** Entries of one deletion have the same. */
  readonly run: string
  /** When it was written first, ISO 8601 in UTC. */
  readonly at: string
  readonly repository: RepositoryName
  readonly cause: 'deletion' | 'retag'
  readonly state:
    /** The deletion goes on, or broke off and the registry was not asked yet what became of it. */
    | 'open'
    /** Settled: what can be told of it is told. */
    | 'done'
    /** Brought back since. */
    | 'restored'
  /** It came out of a file, which may be anybody's: no tag that exists is changed by it unasked. */
  readonly isImported?: true
  readonly tags: readonly JournalTag[]
  /** What the registry held, to be restored: children before what holds them, attachments last. */
  readonly manifests: readonly JournalManifest[]
  /** Compressed bytes of all blobs and manifests in `manifests`, each once. */
  readonly size: number
}

export type JournalTag = {
  readonly tag: Tag
  /** Where it was; `undefined` for a tag without a manifest, and (`retag`) for one that was not there. */
  readonly digest: Digest | undefined
  /** Digests of this program's own that may stand on it in mid-work, the latest last; see `untagByStandIn`. */
  readonly copies: readonly Digest[]
  /**
   * Whether this deletion removed or moved it. In an entry that is open: `false` before a request that may do
   * so is about to be sent, `undefined` from then on. In one that is done `undefined` is what nobody can tell.
   */
  readonly isGone: boolean | undefined
  /** Where it was put (`retag`). Earlier versions moved lists of attachments in a deletion, too. */
  readonly movedTo?: Digest
}

export type JournalManifest = {
  readonly digest: Digest
  /** As the registry served it. */
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly role: 'image' | 'child' | 'attachment'
  /** Whether this deletion removed it; `undefined` as of a tag. */
  readonly isGone: boolean | undefined
}

/** Whether anything of an entry is gone or moved, or may be. */
export function isTouched({ tags, manifests }: JournalEntry): boolean {
  return [...tags, ...manifests].some(({ isGone }) => isGone !== false)
}
