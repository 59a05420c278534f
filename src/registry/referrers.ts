import { NotFoundError, isGone } from './errors.ts'
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts'
import { fetchJson } from './transport/body.ts'
import { MANIFEST_LIMIT, fetchManifest } from './manifests.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import { type Digest, type Tag, isDigest, isTag } from './names.ts'
import type { Place } from './place.ts'
import { noneWhere } from './transport/tryRead.ts'

/**
 * Manifests whose `subject` is `digest`, each once: from the referrers API and from the fallback tag.
 * oras writes the tag even where the API exists, so both are asked. Their `artifactType` here is only what
 * the list says; some registries name the config's type: the referrer's own manifest decides.
 *
 * @see distribution-spec, "Listing Referrers" (end-12a) and "Referrers Tag Schema"
 * @throws what `send` throws, except that a missing API or tag means none
 */
export async function listReferrers(place: Place, digest: Digest): Promise<readonly Descriptor[]> {
  const [byApi, byTag] = await Promise.all([
    // A registry without this API answers 404 in any form, often as text.
    listReferrersByApi(place, digest).catch(noneWhere((error) => error instanceof NotFoundError)),
    fetchManifest(place, referrersTag(digest)).catch(noneWhere(isGone)),
  ])
  const all = [...entriesOf(byTag?.manifest), ...(byApi ?? [])]
  return [...new Map(all.map((one) => [one.digest, one])).values()]
}

/**
 * The tag that holds the list of referrers where the API is missing: `sha256-` and the hash, cut to 64.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
export function referrersTag(digest: Digest): Tag {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}` as Tag
}

/** What a `sha256-<hex>` tag is for: the digest, and cosign's ending (`sig`, `att`, `sbom`), empty for none. */
export function readAttachmentTag(tag: string): { subject: Digest; ending: string } | undefined {
  const found = /^(sha256)-([a-f0-9]{64})(?:\.([a-z0-9]+))?$/.exec(tag)
  const subject = `${found?.[1]}:${found?.[2]}`
  return found && isTag(tag) && isDigest(subject) ? { subject, ending: found[3] ?? '' } : undefined
}

/** The same by the API alone. @throws NotFoundError where the registry has no such API */
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
