import type { Digest, Tag } from '../../registry/names.ts'

/** The DELETE of one image, in milliseconds of a clock that only goes forward. */
type SentDeletion = { readonly digest: Digest; readonly begin: number; end: number }

/**
 * Which of a run's deletions may have hit a tag that is gone: those that were at work after it was seen last
 * and before it was missed first. Where there is none, somebody else deleted it, and it stays deleted.
 */
export class Blame {
  readonly #deletions = new Set<SentDeletion>()
  readonly #seen = new Map<Tag, number>()
  readonly #missed = new Map<Tag, number>()

  /** Images of which a DELETE was sent, and not refused. */
  get digests(): ReadonlySet<Digest> {
    return new Set([...this.#deletions].map(({ digest }) => digest))
  }

  /** A DELETE is about to be sent. It counts as being at work until it is ended or dropped. */
  begin(digest: Digest): SentDeletion {
    const deletion = { digest, begin: performance.now(), end: Number.POSITIVE_INFINITY }
    this.#deletions.add(deletion)
    return deletion
  }

  /** The registry says that it is done. */
  end(deletion: SentDeletion): void {
    deletion.end = performance.now()
  }

  /** Whatever was not answered is at work no longer. */
  endAll(): void {
    for (const deletion of this.#deletions) deletion.end = Math.min(deletion.end, performance.now())
  }

  /** The registry says that nothing was deleted. */
  drop(deletion: SentDeletion): void {
    this.#deletions.delete(deletion)
  }

  /** A tag was there, at some time since `begin`. */
  saw(tag: Tag, begin: number): void {
    this.#seen.set(tag, begin)
    this.#missed.delete(tag)
  }

  /** A tag that was seen before was not there, at some time until `end`. */
  missed(tag: Tag, end: number): void {
    if (!this.#missed.has(tag)) this.#missed.set(tag, end)
  }

  /** Images whose deletion may have hit a tag that is gone, each once, in the order in which they went. */
  of(tag: Tag): readonly Digest[] {
    const seen = this.#seen.get(tag) ?? Number.NEGATIVE_INFINITY
    const missed = this.#missed.get(tag) ?? Number.POSITIVE_INFINITY
    const atWork = [...this.#deletions].filter(({ begin, end }) => end >= seen && begin <= missed)
    return [...new Set(atWork.map(({ digest }) => digest))]
  }
}
