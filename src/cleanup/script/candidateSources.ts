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
  const keep = (fetched: FetchedManifest) => {
    manifests.set(fetched.digest, fetched)
    return fetched
  }
  return {
    manifests,
    async tagged(tag, signal) {
      const reading = await readTag(transport, repository, tag, signal)
      if (reading.kind === 'at') keep(reading.content)
      return reading
    },
    manifest(digest, signal) {
      const known = manifests.get(digest)
      if (known) return Promise.resolve(known)
      const reading =
        asked.get(digest) ?? fetchManifest(transport, repository, digest, signal).then(keep)
      asked.set(digest, reading)
      return reading
    },
    config(descriptor, signal) {
      const { digest } = descriptor
      const reading =
        configs.get(digest) ?? fetchJsonBlob(transport, repository, descriptor, signal)
      configs.set(digest, reading)
      return reading
    },
  }
}
