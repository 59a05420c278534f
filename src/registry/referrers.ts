import { NotFoundError, isGone } from './errors.ts'
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts'
import { fetchJson } from './transport/body.ts'
import { MANIFEST_LIMIT, fetchManifest } from './manifests.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import type { Digest, RepositoryName } from './names.ts'
import { referrersTag } from './tags/attachmentTags.ts'
import type { RegistryRequest, Transport } from './transport/transport.ts'

/**
 * Manifests whose `subject` is `digest`, each once: from the referrers API and from the fallback tag.
 * oras writes the tag even where the API exists, so both are asked. Their `artifactType` here is only what
 * the list says; some registries name the config's type: the referrer's own manifest decides.
 *
 * @see distribution-spec, "Listing Referrers" (end-12a) and "Referrers Tag Schema"
 * @throws what `send` throws, except that a missing API or tag means none
 */
export async function listReferrers(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  signal?: AbortSignal,
): Promise<readonly Descriptor[]> {
  const [byApi, byTag] = await Promise.all([
    listReferrersByApi(transport, repository, digest, signal).catch(
      // A registry without this API answers 404 in any form, often as text.
      noneWhere((error) => error instanceof NotFoundError),
    ),
    fetchManifest(transport, repository, referrersTag(digest), signal)
      .then(({ manifest }) => entriesOf(manifest))
      .catch(noneWhere(isGone)),
  ])
  return [...new Map([...byTag, ...byApi].map((one) => [one.digest, one])).values()]
}

/**
 * The same by the API alone.
 *
 * @throws NotFoundError where the registry has no such API; what `send` throws
 */
export async function listReferrersByApi(
  transport: Transport,
  repository: RepositoryName,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<readonly Descriptor[]> {
  const request: RegistryRequest = {
    path: `/v2/${repository}/referrers/${digest}`,
    accept: MEDIA_TYPE.ociIndex,
    signal,
  }
  const { json } = await fetchJson(transport, request, MANIFEST_LIMIT)
  return entriesOf(parseManifest(json, MEDIA_TYPE.ociIndex))
}

function entriesOf(manifest: Manifest): readonly Descriptor[] {
  return manifest.kind === 'image-index' ? manifest.manifests : []
}

function noneWhere(isMissing: (error: unknown) => boolean) {
  return (error: unknown): readonly Descriptor[] => {
    if (isMissing(error)) return []
    throw error
  }
}
