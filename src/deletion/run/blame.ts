import type { Digest, Tag } from '../../registry/names.ts'

/** The DELETE of one image, in milliseconds of a monotonic clock. */
type SentDeletion = { readonly digest: Digest; readonly begin: number; end: number }

/**
 * Which of a run's deletions may have hit a tag that is gone: those in progress between when it was last seen and
 * when it was first missed. If there are none, somebody else deleted it, and it stays deleted.
 */
export class Blame {
  readonly #deletions = new Set<SentDeletion>()
  readonly #seen = new Map<Tag, number>()
  readonly #missed = new Map<Tag, number>()

  /** Images for which a DELETE was sent and not refused. */
  get digests(): ReadonlySet<Digest> {
    return new Set([...this.#deletions].map(({ digest }) => digest))
  }

  /** A DELETE is about to be sent. It counts as in progress until it is ended or dropped. */
  begin(digest: Digest): SentDeletion {
    const deletion = { digest, begin: performance.now(), end: Number.POSITIVE_INFINITY }
    this.#deletions.add(deletion)
    return deletion
  }

  /** The registry says that it is done. */
  end(deletion: SentDeletion): void {
    deletion.end = performance.now()
  }

  /** Unanswered deletions are no longer in progress. */
  endAll(): void {
    for (const deletion of this.#deletions) deletion.end = Math.min(deletion.end, performance.now())
  }

  /** The registry says that nothing was deleted. */
  drop(deletion: SentDeletion): void {
    this.#deletions.delete(deletion)
  }

  /** A tag existed at some time since `begin`. */
  saw(tag: Tag, begin: number): void {
    this.#seen.set(tag, begin)
    this.#missed.delete(tag)
  }

  /** A tag that was seen before was missing at some time until `end`. */
  missed(tag: Tag, end: number): void {
    if (!this.#missed.has(tag)) this.#missed.set(tag, end)
  }

  /** Images whose deletion may have hit a tag that is gone, each once, in order of deletion. */
  of(tag: Tag): readonly Digest[] {
    const seen = this.#seen.get(tag) ?? Number.NEGATIVE_INFINITY
    const missed = this.#missed.get(tag) ?? Number.POSITIVE_INFINITY
    const atWork = [...this.#deletions].filter(({ begin, end }) => end >= seen && begin <= missed)
    return [...new Set(atWork.map(({ digest }) => digest))]
  }
}
