import { MalformedResponseError, RegistryError, RegistryRejectedError, isGone } from './errors.ts'
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts'
import { fetchJson } from './transport/body.ts'
import { MANIFEST_LIMIT, fetchManifest } from './manifests.ts'
import { MEDIA_TYPE } from './mediaTypes.ts'
import type { Digest } from './names.ts'
import { nextPage, walkPages } from './pagination.ts'
import type { Place } from './place.ts'
import { referrersTag } from './tags/attachmentTags.ts'
import { malformed } from './transport/transport.ts'
import { tryRead } from './transport/tryRead.ts'

export type Referrers = {
  /** Each once, from every source that could be read. */
  readonly found: readonly Descriptor[]
  readonly hasApi: boolean
  /** Why a source couldn't be read. Others don't wait for it, and aren't hidden by it. */
  readonly failures: readonly RegistryError[]
}

/**
 * Manifests whose `subject` is `digest`. Both the referrers API and the fallback tag are read, since oras writes the
 * tag even where the API exists. Don't rely on their `artifactType`: some registries give the config's type instead,
 * so only the referrer's own manifest is certain.
 *
 * @see distribution-spec, "Listing Referrers" (end-12a) and "Referrers Tag Schema"
 * @throws LoginRequiredError; an abort
 */
export async function listReferrers(place: Place, digest: Digest): Promise<Referrers> {
  const { signal } = place
  const byApi: Descriptor[] = []
  const [apiError, byTag] = await Promise.all([
    tryRead(() => readByApi(place, digest, byApi), signal),
    tryRead(() => fetchManifest(place, referrersTag(digest)), signal),
  ])
  const hasApi = byApi.length > 0 || !isApiMissing(apiError)
  const all = [...(byTag instanceof RegistryError ? [] : entriesOf(byTag.manifest)), ...byApi]
  const errors = [hasApi ? apiError : undefined, isGone(byTag) ? undefined : byTag]
  return {
    found: [...new Map(all.map((one) => [one.digest, one])).values()],
    hasApi,
    failures: errors.filter((one) => one instanceof RegistryError),
  }
}

/** @throws see `isApiMissing` */
export async function listReferrersByApi(
  place: Place,
  digest: Digest,
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = []
  await readByApi(place, digest, found)
  return found
}

/** @param found gets the referrers of each page */
async function readByApi(
  { transport, repository, signal }: Place,
  digest: Digest,
  found: Descriptor[],
): Promise<void> {
  const path = `/v2/${repository}/referrers/${digest}`
  const pages = walkPages({ path, accept: MEDIA_TYPE.ociIndex, signal }, async (request) => {
    const { json, headers } = await fetchJson(transport, request, MANIFEST_LIMIT)
    const list = parseManifest(json, MEDIA_TYPE.ociIndex)
    if (list.kind !== 'image-index') {
      throw malformed(request, 'unexpected', 'the response is not a list of referrers')
    }
    const { manifests } = list
    const next = nextPage(headers.get('Link'), request.path)
    return { manifests, names: manifests.map((one) => one.digest), refused: 0, next }
  })
  for await (const { manifests } of pages) found.push(...manifests)
}

/**
 * Whether an error means that the registry has no referrers API. Without it, registries answer 404 in any format, 400,
 * 405 or 406, or let the page of a web interface answer.
 */
export function isApiMissing(error: unknown): boolean {
  if (error instanceof MalformedResponseError) {
    return ['web-page', 'not-json', 'unexpected'].includes(error.reason)
  }
  return error instanceof RegistryRejectedError && [400, 404, 405, 406, 501].includes(error.status)
}

function entriesOf(manifest: Manifest): readonly Descriptor[] {
  return manifest.kind === 'image-index' ? manifest.manifests : []
}
