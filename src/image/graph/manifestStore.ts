import { isCheckable } from '../../registry/digest.ts'
import { type RegistryError, UncheckableDigestError } from '../../registry/errors.ts'
import { type FetchedManifest, fetchManifest, manifestPath } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import type { Place } from '../../registry/place.ts'
import { tryRead } from '../../registry/transport/tryRead.ts'

/** Manifests by digest, each requested once, since content by digest never changes. */
export type ManifestStore = {
  /** Everything fetched so far. */
  readonly known: ReadonlyMap<Digest, FetchedManifest>
  /** Whether this store fetched it, so that it existed a moment ago. */
  readonly isFresh: (digest: Digest) => boolean
  /**
   * The manifest, or why it isn't available; failures aren't remembered. Unverified bytes must not decide anything:
   * an unsupported algorithm gives an `UncheckableDigestError`.
   *
   * @throws LoginRequiredError; an abort
   */
  readonly read: (digest: Digest, signal?: AbortSignal) => Promise<FetchedManifest | RegistryError>
}

/** @param known manifests already fetched from this repository */
export function createManifestStore(
  { transport, repository }: Place,
  known: Iterable<FetchedManifest> = [],
): ManifestStore {
  const checked = [...known].filter(({ digest }) => isCheckable(digest))
  const fetched = new Map(checked.map((manifest) => [manifest.digest, manifest]))
  const fresh = new Set<Digest>()
  return {
    known: fetched,
    isFresh: (digest) => fresh.has(digest),
    async read(digest, signal) {
      const before = fetched.get(digest)
      if (before) return before
      if (!isCheckable(digest)) {
        return new UncheckableDigestError(`GET ${manifestPath(repository, digest)}`, digest)
      }
      const ask = () => fetchManifest({ transport, repository, signal }, digest)
      const manifest = await tryRead(ask, signal)
      if ('bytes' in manifest) {
        fetched.set(digest, manifest)
        fresh.add(digest)
      }
      return manifest
    },
  }
}
