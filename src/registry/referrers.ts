import { NotFoundError, isGone } from './errors.ts'
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts'
import { fetchJson } from './transport/body.ts'
import { MANIFEST_LIMIT, fetchManifest } from './manifests.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import type { Digest } from './names.ts'
import type { Place } from './place.ts'
import { referrersTag } from './tags/attachmentTags.ts'
import { noneWhere } from './transport/tryRead.ts'

/**
 * Manifests whose `subject` is `digest`, each once. Both the referrers API and the fallback tag are read, since
 * oras writes the tag even where the API exists. Don't rely on their `artifactType`: some registries give the
 * config's type instead, so only the referrer's own manifest is certain.
 *
 * @see distribution-spec, "Listing Referrers" (end-12a) and "Referrers Tag Schema"
 * @throws what `send` throws, except that a missing API or tag means no referrers
 */
export async function listReferrers(place: Place, digest: Digest): Promise<readonly Descriptor[]> {
  const [byApi, byTag] = await Promise.all([
    // Registries without this API answer 404 in any format, often plain text.
    listReferrersByApi(place, digest).catch(noneWhere((error) => error instanceof NotFoundError)),
    fetchManifest(place, referrersTag(digest)).catch(noneWhere(isGone)),
  ])
  const all = [...entriesOf(byTag?.manifest), ...(byApi ?? [])]
  return [...new Map(all.map((one) => [one.digest, one])).values()]
}

/** @throws NotFoundError if the registry doesn't have this API */
export async function listReferrersByApi(
  { transport, repository, signal }: Place,
  digest: Digest,
): Promise<readonly Descriptor[]> {
  const path = `/v2/${repository}/referrers/${digest}`
  const request = { path, accept: MEDIA_TYPE.ociIndex, signal }
  const { json } = await fetchJson(transport, request, MANIFEST_LIMIT)
  return entriesOf(parseManifest(json, MEDIA_TYPE.ociIndex))
}

function entriesOf(manifest: Manifest | undefined): readonly Descriptor[] {
  return manifest?.kind === 'image-index' ? manifest.manifests : []
}
