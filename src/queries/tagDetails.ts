import type { QueryClient } from '@tanstack/react-query'
import { LoginRequiredError, RegistryUnreachableError } from '../registry/errors.ts'
import { mapPool } from '../registry/pool.ts'
import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import { type TagSummary, fetchTagSummary } from './summaries.ts'

/** What is known of a repository's tags by now, from rows on the screen and from walks over the whole list. */
export type TagDetails = {
  readonly of: ReadonlyMap<Tag, TagSummary>
  /** Tags that could not be read: they sort last, and are not asked again by a walk. */
  readonly failed: ReadonlySet<Tag>
  /** Of attachments (`sha256-…` tags) that were looked at: the digests that they hold. */
  readonly held: ReadonlyMap<Tag, readonly Digest[]>
}

/** Where nothing is known, or nothing needs to be. */
export const NO_DETAILS: TagDetails = { of: new Map(), failed: new Set(), held: new Map() }

/** Collects details and tells listeners, at most ten times a second: rows arrive by the hundred. */
export class TagDetailsStore {
  private details = new Map<Tag, TagSummary>()
  private readAt = new Map<Tag, number>()
  private failed = new Set<Tag>()
  private held = new Map<Tag, readonly Digest[]>()
  private snapshot: TagDetails = { of: this.details, failed: this.failed, held: this.held }
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | undefined

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly read = (): TagDetails => this.snapshot

  /** When what is known of a tag was read (`Date.now()` milliseconds): a tag may have moved since. */
  timeOf(tag: Tag): number | undefined {
    return this.readAt.get(tag)
  }

  add(tag: Tag, summary: TagSummary, readAt: number): void {
    this.readAt.set(tag, readAt)
    if (this.details.get(tag) === summary) return
    this.details.set(tag, summary)
    this.failed.delete(tag)
    this.announce()
  }

  addFailure(tag: Tag): void {
    if (this.failed.has(tag)) return
    this.failed.add(tag)
    this.announce()
  }

  addHeld(tag: Tag, digests: readonly Digest[]): void {
    if (this.held.has(tag)) return
    this.held.set(tag, digests)
    this.announce()
  }

  /** Forgets everything, so that it is asked again. */
  clear(): void {
    this.details = new Map()
    this.readAt = new Map()
    this.failed = new Set()
    this.held = new Map()
    this.announce()
  }

  private announce(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.snapshot = { of: this.details, failed: this.failed, held: this.held }
      for (const listener of this.listeners) listener()
    }, 100)
  }
}

/**
 * Reads what is not known yet of `tags`, six at a time, until `signal` says stop. A tag that fails is noted.
 *
 * @throws LoginRequiredError, RegistryUnreachableError: the others would fail alike
 */
export async function readAllDetails(
  client: QueryClient,
  store: TagDetailsStore,
  repository: RepositoryName,
  tags: readonly Tag[],
  signal: AbortSignal,
): Promise<void> {
  const { of, failed } = store.read()
  const open = tags.filter((tag) => !of.has(tag) && !failed.has(tag))
  await mapPool(open, 6, async (tag) => {
    if (signal.aborted) return
    try {
      store.add(tag, await fetchTagSummary(client, repository, tag, signal), Date.now())
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof LoginRequiredError || error instanceof RegistryUnreachableError)
        throw error
      store.addFailure(tag)
    }
  })
}
