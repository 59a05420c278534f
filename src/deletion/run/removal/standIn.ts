import type { Digest, Reference, Tag } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import { type TagsFound, isGone } from '../look.ts'

/** What temporarily replaces a tag's image, so that the tag can be deleted without the image. */
export type StandIn = {
  readonly tag: Tag
  readonly digest: Digest
  /** The tag's own image, to be restored if the deletion fails. */
  readonly original: (Content & { readonly digest: Digest }) | undefined
}

type Content = {
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** How a removal by stand-in ended. */
export type StandInEnd =
  | { readonly kind: 'gone' }
  /** The tag has its own image again. */
  | { readonly kind: 'restored' }
  /** Somebody else has moved the tag. */
  | { readonly kind: 'elsewhere'; readonly digest: Digest }
  /** Still on the stand-in, or, if that was deleted without the tag, listed without a manifest. */
  | { readonly kind: 'left'; readonly isDangling: boolean }
  | { readonly kind: 'unknown' }

/** What it takes to finish a removal, during a deletion or after an interruption. */
export type StandInWrites = {
  readonly put: (reference: Reference, content: Content) => Promise<Attempt>
  readonly delete: (digest: Digest) => Promise<Attempt>
  /** Where tags point after a write with this result; `undefined` if unknown. */
  readonly findOut: (attempt: Attempt, tags: readonly Tag[]) => Promise<TagsFound | undefined>
  /** Collects stand-ins without tags that couldn't be deleted. */
  readonly leftovers: Set<Digest>
}

/**
 * Finishes the removal of a tag that is half-way. If the stand-in is gone, so is the tag. Otherwise the original
 * bytes are pushed to the tag, unless somebody moved it meanwhile, and the stand-in is deleted.
 *
 * @param attempt the result of deleting the stand-in; `undefined` if it is gone, or in use and so must be left alone
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
