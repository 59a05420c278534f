import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { describeDescriptor, describeManifest } from '../image/artifact.ts'
import { type ImageSummary, summarizeManifest } from '../image/imageSummary.ts'
import type { SummaryFetchers } from '../image/indexEntries.ts'
import { fetchJsonBlob } from '../registry/blobs.ts'
import { type FetchedManifest, fetchManifest } from '../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../registry/names.ts'
import { configQuery, manifestQuery } from './manifests.ts'
import { rowTransport } from './session.ts'
import { repositoryKey } from './tags.ts'

/** What a row shows of a tag. */
export type TagSummary = ImageSummary & {
  readonly digest: Digest
}

/** A row's details, read in the row's turn; what is known by its digest is not asked again. */
export function tagSummaryQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'summary', tag],
    queryFn: ({ client, signal }) => fetchTagSummary(client, repository, tag, signal),
  })
}

/** The same outside of a component, for a walk over a whole list. @throws what `fetchManifest` throws for the tag */
export async function fetchTagSummary(
  client: QueryClient,
  repository: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<TagSummary> {
  const fetched = await fetchManifest(rowTransport, repository, tag, signal)
  keep(client, manifestQuery(repository, fetched.digest).queryKey, fetched)
  const { digest } = fetched
  const key = [...repositoryKey(repository), 'digest summary', digest]
  // Two tags on one digest: the second costs one request.
  const known = client.getQueryData<ImageSummary>(key)
  const summary =
    known ?? (await summarizeManifest(cachedFetchers(client, repository), fetched, signal))
  if (!known && isFinal(summary)) keep(client, key, summary)
  return { ...summary, digest }
}

/** What an attachment's tag holds. */
export type AttachmentContent = {
  /** Its manifest's own digest and, of a list of referrers, theirs: something may be attached to each. */
  readonly digests: readonly Digest[]
  /** What it is, or what the list holds, each kind once: `SPDX SBOM`. */
  readonly labels: readonly string[]
}

/** The content of an attachment's tag, read in the row's turn. */
export function attachmentContentQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'attachment', tag],
    queryFn: async ({ client, signal }): Promise<AttachmentContent> => {
      const fetched = await fetchManifest(rowTransport, repository, tag, signal)
      const { digest, manifest } = fetched
      keep(client, manifestQuery(repository, digest).queryKey, fetched)
      if (manifest.kind !== 'image-index') {
        return { digests: [digest], labels: [describeManifest(manifest).label] }
      }
      const { manifests } = manifest
      const labels = manifests.map((one) => describeDescriptor(one)?.label ?? 'artifact')
      return {
        digests: [digest, ...manifests.map((one) => one.digest)],
        labels: [...new Set(labels)],
      }
    },
  })
}

/** Whether asking again would bring nothing new. */
function isFinal({ unreadable, config }: ImageSummary): boolean {
  return unreadable === 0 && config !== 'unreadable'
}

/** Manifests by digest and configs through the cache, waiting in the rows' queue. */
export function cachedFetchers(client: QueryClient, repository: RepositoryName): SummaryFetchers {
  return {
    manifest: (digest: Reference, signal) => {
      const { queryKey } = manifestQuery(repository, digest)
      const known = client.getQueryData<FetchedManifest>(queryKey)
      if (known) return Promise.resolve(known)
      return fetchManifest(rowTransport, repository, digest, signal).then((fetched) =>
        keep(client, queryKey, fetched),
      )
    },
    config: (descriptor, signal) => {
      const { queryKey } = configQuery(repository, descriptor)
      const known = client.getQueryData(queryKey)
      if (known !== undefined) return Promise.resolve(known)
      return fetchJsonBlob(rowTransport, repository, descriptor, signal).then((json) =>
        keep(client, queryKey, json),
      )
    },
  }
}

function keep<Value>(client: QueryClient, key: readonly unknown[], value: Value): Value {
  client.setQueryData(key, value)
  return value
}
