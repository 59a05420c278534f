import { manifestPath } from '../registry/manifests.ts'
import { MANIFEST_ACCEPT } from '../registry/mediaTypes.ts'
import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import type { Transport } from '../registry/transport.ts'

/**
 * Which of `digests` a listed tag points to whose manifest is gone. distribution compares `If-None-Match`
 * with the tag's link before it reads the manifest, so it answers 304 for the right one.
 */
export async function findLinkedDigest(
  transport: Transport,
  repository: RepositoryName,
  tag: Tag,
  digests: readonly Digest[],
): Promise<Digest | undefined> {
  for (const digest of digests) {
    const response = await transport({
      path: manifestPath(repository, tag),
      accept: MANIFEST_ACCEPT,
      headers: { 'If-None-Match': `"${digest}"` },
    })
    await response.body?.cancel()
    if (response.status === 304) return digest
  }
  return undefined
}
