import { type FetchedManifest, fetchManifest } from '../registry/manifests.ts'
import type { Digest, RepositoryName } from '../registry/names.ts'
import type { Transport } from '../registry/transport.ts'

/** Manifests by digest, each asked once: content behind a digest never changes. */
export type ManifestStore = {
  /** What was fetched so far. */
  readonly known: ReadonlyMap<Digest, FetchedManifest>
  /** @throws as `fetchManifest`; a failure is not kept */
  readonly fetch: (digest: Digest, signal?: AbortSignal) => Promise<FetchedManifest>
}

/** `known` are manifests that were fetched from this repository before. */
export function createManifestStore(
  transport: Transport,
  repository: RepositoryName,
  known: Iterable<FetchedManifest> = [],
): ManifestStore {
  const fetched = new Map([...known].map((manifest) => [manifest.digest, manifest]))
  return {
    known: fetched,
    async fetch(digest, signal) {
      const before = fetched.get(digest)
      if (before) return before
      const manifest = await fetchManifest(transport, repository, digest, signal)
      fetched.set(digest, manifest)
      return manifest
    },
  }
}
