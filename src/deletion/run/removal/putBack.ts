import type { FetchedManifest } from '../../../registry/manifests.ts'
import type { Digest, Tag } from '../../../registry/names.ts'
import type { FailureReason, TagOutcome } from '../../plan/report.ts'
import { type Run, isGone } from '../run.ts'

/** What stands on a tag in the place of its image, so that it can be deleted without the image. */
export type Stand = {
  readonly tag: Tag
  /** The tag's own image, put back if the deletion does not come to its end. */
  readonly original: FetchedManifest | undefined
  /** The same content, or nothing. */
  readonly content: 'copy' | 'empty'
  readonly digest: Digest
}

/**
 * Ends a removal that broke off between its two steps: the original bytes go back onto the tag, if nobody
 * else moved it meanwhile, and what stood in their place is deleted again.
 */
export async function putOriginalBack(
  run: Run,
  { tag, original, content, digest }: Stand,
  failure: { readonly why: FailureReason; readonly message: string },
): Promise<TagOutcome> {
  const found = await run.lookAt([tag])
  const state = found?.states.get(tag)
  const left = { kind: 'failed', why: content === 'copy' ? 'left-on-copy' : 'left-empty' } as const
  if (!found || !state) return { ...left, message: failure.message }
  if (state.kind === 'at' && state.digest !== digest) {
    const wasLeft = failure.why === 'refused' || failure.why === 'rejected'
    return { kind: wasLeft ? 'moved' : 'elsewhere', digest: state.digest }
  }
  if (isGone(tag, found)) return { kind: 'deleted', image: 'stays' }
  // Where the registry failed half way, the tag is listed without a manifest: that is put right, too.
  const attempt = original && (await run.put(tag, original.mediaType, original.bytes))
  if (attempt?.kind !== 'done') {
    const isDangling = state.kind === 'absent'
    return { ...left, ...(isDangling ? { why: 'dangling' } : {}), message: failure.message }
  }
  const again = await run.delete(digest)
  if (again.kind !== 'done' && again.kind !== 'absent') run.leftovers.push(digest)
  return { kind: 'failed', ...failure }
}
