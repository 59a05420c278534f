import { fetchJsonBlob } from '../../registry/blobs.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest, Reference, RepositoryName } from '../../registry/names.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import type { CandidateFetchers } from '../rules/readCandidate.ts'

/** Reads from a registry, what is behind a digest once. */
export function createSources(
  transport: Transport,
  repository: RepositoryName,
): CandidateFetchers & { readonly manifests: ReadonlyMap<Digest, FetchedManifest> } {
  const manifests = new Map<Digest, FetchedManifest>()
  const asked = new Map<Digest, Promise<FetchedManifest>>()
  const configs = new Map<Digest, Promise<unknown>>()
  const once = <Value>(
    map: Map<Digest, Promise<Value>>,
    digest: Digest,
    ask: () => Promise<Value>,
  ) => {
    const reading = map.get(digest) ?? ask()
    map.set(digest, reading)
    return reading
  }
  const fetch = async (reference: Reference, signal?: AbortSignal) => {
    const fetched = await fetchManifest(transport, repository, reference, signal)
    manifests.set(fetched.digest, fetched)
    asked.set(fetched.digest, Promise.resolve(fetched))
    return fetched
  }
  return {
    manifests,
    tagged: fetch,
    manifest: (digest, signal) => once(asked, digest, () => fetch(digest, signal)),
    config: (descriptor, signal) =>
      once(configs, descriptor.digest, () =>
        fetchJsonBlob(transport, repository, descriptor, signal),
      ),
  }
}
