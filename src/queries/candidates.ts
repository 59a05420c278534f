import type { QueryClient } from '@tanstack/react-query'
import type { Candidate } from '../deletion/rules/evaluation.ts'
import { type CandidateFetchers, readCandidate } from '../deletion/rules/readCandidate.ts'
import { fetchManifest } from '../registry/manifests.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import { manifestQuery } from './manifests.ts'
import { rowTransport } from './session.ts'
import { cachedFetchers } from './summaries.ts'

/** Collects what a rule asks about tags, and tells listeners at most five times a second. */
export class CandidateStore {
  private readonly found = new Map<Tag, Candidate>()
  private snapshot: ReadonlyMap<Tag, Candidate> = new Map()
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | undefined

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Another map whenever something was added. */
  readonly read = (): ReadonlyMap<Tag, Candidate> => this.snapshot

  has(tag: Tag): boolean {
    return this.found.has(tag)
  }

  add(candidate: Candidate): void {
    this.found.set(candidate.tag, candidate)
    this.announce()
  }

  /** Forgets these, so that they are asked again. */
  drop(tags: Iterable<Tag>): void {
    for (const tag of tags) this.found.delete(tag)
    this.announce()
  }

  private announce(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.snapshot = new Map(this.found)
      for (const listener of this.listeners) listener()
    }, 200)
  }
}

/**
 * Reads what is not known yet of `tags`, six at a time, until `signal` says stop. Content that the page has
 * read already is not asked again; where each tag points is.
 *
 * @throws LoginRequiredError, RegistryUnreachableError: the others would fail alike
 */
export async function readCandidates(
  client: QueryClient,
  store: CandidateStore,
  repository: RepositoryName,
  tags: readonly Tag[],
  signal: AbortSignal,
): Promise<void> {
  const fetchers: CandidateFetchers = {
    ...cachedFetchers(client, repository),
    tagged: async (tag) => {
      const fetched = await fetchManifest(rowTransport, repository, tag, signal)
      client.setQueryData(manifestQuery(repository, fetched.digest).queryKey, fetched)
      return fetched
    },
  }
  const open = tags.filter((tag) => !store.has(tag))
  await mapPool(open, 6, async (tag) => {
    if (signal.aborted) return
    try {
      store.add(await readCandidate(fetchers, tag, signal))
    } catch (error) {
      if (!signal.aborted) throw error
    }
  })
}
