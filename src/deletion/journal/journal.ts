import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'

/** Records deletions before they start, so that they can be undone even if Homeport is closed in the middle. */
export type Journal = {
  /**
   * Stores entries, replacing older ones with the same id, in one transaction. Resolves once they are safely stored.
   *
   * @throws JournalError
   */
  readonly write: (entries: readonly JournalEntry[]) => Promise<void>
  /** Everything, oldest first. @throws JournalError */
  readonly read: () => Promise<readonly JournalEntry[]>
  /** @throws JournalError */
  readonly remove: (ids: readonly string[]) => Promise<void>
}

/** The journal couldn't be read or written: no storage, storage full, or storage not responding. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
}

/** The journal's result, or why there is none. @throws what isn't a JournalError */
export async function tryJournal<Found>(work: () => Promise<Found>): Promise<Found | JournalError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof JournalError) return error
    throw error
  }
}

/**
 * One image that is deleted with its tags, children and attachments; or tags removed from an image that is kept; or
 * (`retag`) a tag that is moved to another image.
 */
export type JournalEntry = {
  /** 32 hexadecimal digits. */
  readonly id: string
  /** Entries of one deletion have the same. */
  readonly run: string
  /** When it was first written, ISO 8601 in UTC. */
  readonly at: string
  readonly repository: RepositoryName
  readonly cause: 'deletion' | 'retag'
  readonly state:
    /** The deletion is running, or was interrupted and its outcome isn't known yet. */
    | 'open'
    /** Everything that can be known is known. */
    | 'done'
    /** Restored since. */
    | 'restored'
  /** Imported from a file that anybody may have written: it never changes an existing tag without asking. */
  readonly isImported?: true
  readonly tags: readonly JournalTag[]
  /** Content for restoring: children before what contains them, attachments last. */
  readonly manifests: readonly JournalManifest[]
  /** Compressed bytes, counted as in the list of tags: layers, each once, without attachments. */
  readonly size: number
}

export type JournalTag = {
  readonly tag: Tag
  /** Where it pointed; `undefined` for a tag without a manifest, and (`retag`) for one that didn't exist. */
  readonly digest: Digest | undefined
  /** Homeport's own digests that the tag may point to half-way, latest last; see `untagByStandIn`. */
  readonly copies: readonly Digest[]
  /**
   * Whether this deletion removed or moved it. In an open entry: `false` until a request that may do so is about to
   * be sent, then `undefined`. In a `done` entry, `undefined` means that nobody can tell.
   */
  readonly isGone: boolean | undefined
  /** Where it was moved to (`retag`). Earlier versions also moved lists of attachments during deletions. */
  readonly movedTo?: Digest
}

export type JournalManifest = {
  readonly digest: Digest
  /** As the registry served it. */
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly role: 'image' | 'child' | 'attachment'
  /** Whether this deletion removed it; `undefined` as for tags. */
  readonly isGone: boolean | undefined
}

/** Whether anything in an entry is, or may be, deleted or moved. */
export function isTouched({ tags, manifests }: JournalEntry): boolean {
  return [...tags, ...manifests].some(({ isGone }) => isGone !== false)
}
