import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest } from '../registry/names.ts'
import { isAttachment } from './companions.ts'
import { withReferrers } from './referrersMerge.ts'

/**
 * A list as it is by now, with those of `digests` again that it named in `past`; its own bytes where it lacks
 * none of them, `undefined` where it is no list of attachments any more.
 */
export function relist(
  present: FetchedManifest,
  past: Uint8Array<ArrayBuffer>,
  digests: readonly Digest[],
): Uint8Array<ArrayBuffer> | undefined {
  if (!isAttachment(present, '')) return undefined
  return withReferrers(present.bytes, past, new Set<string>(digests))
}
