import type { FetchedManifest } from '../registry/manifests.ts'

type Content = Pick<FetchedManifest, 'manifest'>

/**
 * Whether the content behind a `sha256-…` tag can be what the tag's name says; the name alone proves nothing. A list
 * of referrers has no platforms, and a signature, attestation or SBOM contains only what cosign puts there. All
 * members of a list must also have the same subject, which isn't checked here.
 *
 * @param ending cosign's suffix, empty for the list of referrers
 * @see distribution-spec, "Referrers Tag Schema"; cosign's SIGNATURE_SPEC.md
 */
export function isAttachment({ manifest }: Content, ending: string): boolean {
  if (ending === '') {
    return manifest.kind === 'image-index' && manifest.manifests.every(({ platform }) => !platform)
  }
  if (!COSIGN_ENDINGS.has(ending) || manifest.kind !== 'image-manifest') return false
  const { layers } = manifest
  return layers.length > 0 && layers.every(({ mediaType }) => COSIGN_LAYER.test(mediaType))
}

/**
 * Whether the content behind a tag named `sha256-` and a hash is an attachment: a list of referrers, or something of
 * cosign's. Mirrors give such names to images.
 */
export function isReferrersOrCosign(content: Content): boolean {
  return isAttachment(content, '') || isAttachment(content, 'sig')
}

const COSIGN_ENDINGS: ReadonlySet<string> = new Set(['sig', 'att', 'sbom'])
/** Signatures, attestations, and the SBOM formats of `cosign attach sbom`. */
const COSIGN_LAYER =
  /^(?:application\/vnd\.dev\.cosign\.|application\/vnd\.dsse\.envelope|application\/vnd\.in-toto|(?:text|application)\/spdx|application\/vnd\.cyclonedx|application\/vnd\.syft)/
