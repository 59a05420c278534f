import { LoginRequiredError, NotFoundError, RegistryError } from '../../registry/errors.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { listReferrersByApi, readAttachmentTag } from '../../registry/referrers.ts'
import type { Role } from './deletionPlan.ts'
import { listHeld } from '../../image/graph/held.ts'

/** What goes with images that go: nobody has selected it, and nothing else needs it. */
export type Companions = {
  /** Tags that hold signatures and the like, with the digest that each belongs to. */
  readonly tags: ReadonlyMap<Tag, { readonly of: Digest; readonly type: string }>
  /** Children of indexes, and attachments that no tag of their own names. */
  readonly parts: ReadonlyMap<Digest, Exclude<Role, { kind: 'selected' }>>
}

export const NO_COMPANIONS: Companions = { tags: new Map(), parts: new Map() }

/** The digests that manifests of `going` may hold themselves, each with those that hold it. */
export function holdersAmong(
  going: Iterable<Digest>,
  manifests: ReadonlyMap<Digest, FetchedManifest>,
): ReadonlyMap<Digest, readonly Digest[]> {
  const holders = new Map<Digest, Digest[]>()
  for (const holder of going) {
    const manifest = manifests.get(holder)
    for (const { digest } of manifest ? listHeld(manifest) : []) {
      holders.set(digest, [...(holders.get(digest) ?? []), holder])
    }
  }
  return holders
}

/**
 * Whether what a `sha256-…` tag points to may be what its name says, by content: a list of referrers names no
 * platforms, and a signature, attestation or SBOM holds only what cosign puts there. A name alone may be
 * anybody's. Of a list, see also its members: each has to belong to the same subject.
 *
 * @param ending cosign's, empty for the list of referrers
 * @see distribution-spec, "Referrers Tag Schema"; cosign's SIGNATURE_SPEC.md
 */
export function isAttachment(
  { manifest }: Pick<FetchedManifest, 'manifest'>,
  ending: string,
): boolean {
  if (ending === '') {
    return manifest.kind === 'image-index' && manifest.manifests.every(({ platform }) => !platform)
  }
  if (!COSIGN_ENDINGS.has(ending) || manifest.kind !== 'image-manifest') return false
  const { layers } = manifest
  return layers.length > 0 && layers.every(({ mediaType }) => COSIGN_LAYER.test(mediaType))
}

const COSIGN_ENDINGS: ReadonlySet<string> = new Set(['sig', 'att', 'sbom'])
/** Signatures, attestations, and the forms of SBOM that `cosign attach sbom` knows. */
const COSIGN_LAYER =
  /^(?:application\/vnd\.dev\.cosign\.|application\/vnd\.dsse\.envelope|application\/vnd\.in-toto|(?:text|application)\/spdx|application\/vnd\.cyclonedx|application\/vnd\.syft)/

/** Tags by the digest that their names say they belong to. */
export function attachmentTagsBySubject(
  tags: Iterable<Tag>,
): ReadonlyMap<Digest, readonly { readonly tag: Tag; readonly ending: string }[]> {
  const found = new Map<Digest, { tag: Tag; ending: string }[]>()
  for (const tag of tags) {
    const named = readAttachmentTag(tag)
    if (!named) continue
    found.set(named.subject, [...(found.get(named.subject) ?? []), { tag, ending: named.ending }])
  }
  return found
}

/** Asks for the referrers of digests, each once; where the registry has no such API it is asked no more. */
export function createReferrerSource({ transport, repository, signal }: Place) {
  const found = new Map<Digest, readonly Descriptor[]>()
  let isMissing = false
  return async (digest: Digest): Promise<readonly Descriptor[]> => {
    const before = found.get(digest)
    if (before || isMissing) return before ?? []
    try {
      const referrers = await listReferrersByApi({ transport, repository, signal }, digest)
      found.set(digest, referrers)
      return referrers
    } catch (error) {
      if (error instanceof LoginRequiredError || signal?.aborted) throw error
      if (!(error instanceof RegistryError)) throw error
      // What cannot be listed stays: it is nobody's loss.
      if (error instanceof NotFoundError) isMissing = true
      return []
    }
  }
}
