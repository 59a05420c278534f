import type { Digest, Reference, Tag } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { type TagsFound, isGone } from '../look.ts'

/** What stands on a tag in the place of its image, so that it can be deleted without the image. */
export type StandIn = {
  readonly tag: Tag
  readonly digest: Digest
  /** The tag's own image, which it gets again if the deletion does not come to its end. */
  readonly original: (Content & { readonly digest: Digest }) | undefined
}

/** What a manifest is pushed with. */
type Content = {
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** How the removal of a tag ended that began with a stand-in. */
export type StandInEnd =
  | { readonly kind: 'gone' }
  /** The tag has its own image again. */
  | { readonly kind: 'restored' }
  /** Somebody else has put the tag onto this. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** On the stand-in still, or, where it went and the tag did not, listed without a manifest. */
  | { readonly kind: 'left'; readonly isDangling: boolean }
  /** Where the tag is cannot be told. */
  | { readonly kind: 'unknown' }

/** What ending a removal takes: of a deletion that runs, or of one that was interrupted. */
export type StandInWrites = {
  readonly put: (reference: Reference, content: Content) => Promise<Attempt>
  readonly delete: (digest: Digest) => Promise<Attempt>
  /** Where tags are after a write that was answered so; `undefined` where it cannot be told. */
  readonly findOut: (attempt: Attempt, tags: readonly Tag[]) => Promise<TagsFound | undefined>
  /** Gets stand-ins that no tag is on and that could not be deleted. */
  readonly leftovers: Set<Digest>
}

/**
 * Ends the removal of a tag that stands half way. Where the stand-in went, so did the tag. Else the original bytes
 * go back onto the tag, if nobody else moved it meanwhile, and the stand-in is deleted.
 *
 * @param attempt how the deletion of the stand-in was answered; `undefined` where it must not be deleted, since
 *   something else holds it, or is gone already: then it is left alone
 * @throws what `writes` throws
 */
export async function finishOrRestore(
  writes: StandInWrites,
  { tag, digest, original }: StandIn,
  attempt: Attempt | undefined,
): Promise<StandInEnd> {
  const found = await writes.findOut(attempt ?? { kind: 'done' }, [tag])
  const state = found?.states.get(tag)
  if (!found || !state || state.kind === 'unknown') return { kind: 'unknown' }
  if (isGone(tag, found)) return { kind: 'gone' }
  if (state.kind === 'at' && state.digest !== digest) {
    return { kind: 'elsewhere', digest: state.digest }
  }
  const isDangling = state.kind === 'absent'
  if (!original) return { kind: 'left', isDangling }
  const put = await writes.put(tag, original)
  const now = (await writes.findOut(put, [tag]))?.states.get(tag)
  if (now?.kind !== 'at' || now.digest !== original.digest) return { kind: 'left', isDangling }
  if (attempt) {
    const again = await writes.delete(digest)
    if (again.kind !== 'done' && again.kind !== 'absent') writes.leftovers.add(digest)
  }
  return { kind: 'restored' }
}
