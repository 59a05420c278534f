import { fetchJsonBlob } from '../../registry/blobs.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import { readTag } from '../../registry/tags/tagReader.ts'
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
  const keep = (fetched: FetchedManifest) => {
    manifests.set(fetched.digest, fetched)
    asked.set(fetched.digest, Promise.resolve(fetched))
    return fetched
  }
  return {
    manifests,
    async tagged(tag, signal) {
      const reading = await readTag({ transport, repository, signal }, tag)
      if (reading.kind === 'at') keep(reading.content)
      return reading
    },
    manifest: (digest, signal) =>
      once(asked, digest, () =>
        fetchManifest({ transport, repository, signal }, digest).then(keep),
      ),
    config: (descriptor, signal) =>
      once(configs, descriptor.digest, () =>
        fetchJsonBlob({ transport, repository, signal }, descriptor),
      ),
  }
}
