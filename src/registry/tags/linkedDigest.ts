import { leave } from '../transport/answer.ts'
import { fetchManifest, manifestPath } from '../manifests.ts'
import { MANIFEST_ACCEPT } from '../mediaTypes.ts'
import type { Digest, Tag } from '../names.ts'
import type { Place } from '../place.ts'
import { tryRead } from '../transport/tryRead.ts'
import { readRegistryVersion } from '../version.ts'
import { provesAbsence } from '../absence.ts'

/**
 * Which of `digests` a tag points to whose manifest is gone. distribution compares `If-None-Match` with the tag's
 * link before it reads the manifest, so it answers 304 for the right one.
 */
export async function findLinkedDigest(
  { transport, repository }: Place,
  tag: Tag,
  digests: readonly Digest[],
): Promise<Digest | undefined> {
  for (const digest of digests) {
    const response = await transport({
      path: manifestPath(repository, tag),
      accept: MANIFEST_ACCEPT,
      headers: { 'If-None-Match': `"${digest}"` },
    })
    leave(response.body)
    if (response.status === 304) return digest
  }
  return undefined
}

/**
 * Whether the registry says that a tag has no link, so that writing one overwrites nothing: distribution, if killed
 * while removing a tag, leaves an empty folder. It words this differently from a link without a manifest.
 *
 * @throws LoginRequiredError
 */
export async function hasNoLink(place: Place, tag: Tag): Promise<boolean> {
  const found = await tryRead(() => fetchManifest(place, tag))
  return provesAbsence(found) && readRegistryVersion(found) !== 'unknown'
}
