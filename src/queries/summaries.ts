import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { CandidateFetchers } from '../cleanup/rules/readCandidate.ts'
import { describeDescriptor, describeManifest } from '../image/artifact.ts'
import { type ImageSummary, summarizeManifest } from '../image/imageSummary.ts'
import { fetchJsonBlob } from '../registry/blobs.ts'
import { type FetchedManifest, fetchManifest } from '../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import { readTag } from '../registry/tags/tagReader.ts'
import { configQuery, manifestQuery } from './manifests.ts'
import { rowTransport } from './session.ts'
import { repositoryKey } from './tags.ts'

/** What is known of a tag that nobody looks at is as old as this at most when a list is opened, in milliseconds. */
const KEPT = 300_000

/** What a row shows of a tag. */
export type TagSummary = ImageSummary & {
  readonly digest: Digest
}

/** Key of the summaries of a repository's tags. */
export function summariesKey(repository: RepositoryName) {
  return [...repositoryKey(repository), 'summary']
}

/**
 * A row's details, read in the row's turn; what is known by its digest is not asked again. Kept until it is
 * removed: a list that is sorted by them must not forget them while somebody reads it.
 */
export function tagSummaryQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...summariesKey(repository), tag],
    queryFn: ({ client, signal }) => fetchTagSummary(client, repository, tag, signal),
    gcTime: Number.POSITIVE_INFINITY,
  })
}

async function fetchTagSummary(
  client: QueryClient,
  repository: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<TagSummary> {
  const fetchers = cachedFetchers(client, repository)
  const fetched = await readContent(fetchers, tag, signal)
  const { digest } = fetched
  const key = [...repositoryKey(repository), 'digest summary', digest]
  // Two tags on one digest: the second costs one request.
  const known = client.getQueryData<ImageSummary>(key)
  const summary = known ?? (await summarizeManifest(fetchers, fetched, signal))
  if (!known && isFinal(summary)) keep(client, key, summary)
  return { ...summary, digest }
}

/** What a tag holds at this moment. @throws why that is not known */
async function readContent(
  { tagged }: CandidateFetchers,
  tag: Tag,
  signal: AbortSignal,
): Promise<FetchedManifest> {
  const reading = await tagged(tag, signal)
  if (reading.kind !== 'at') throw reading.error
  return reading.content
}

/** What an attachment's tag holds. */
export type AttachmentContent = {
  /** Its manifest's own digest and, of a list of referrers, theirs: something may be attached to each. */
  readonly digests: readonly Digest[]
  /** What it is, or what the list holds, each kind once: `SPDX SBOM`. */
  readonly labels: readonly string[]
}

/** Key of the contents of a repository's attachments. */
export function attachmentsKey(repository: RepositoryName) {
  return [...repositoryKey(repository), 'attachment']
}

/** The content of an attachment's tag, read in the row's turn, and kept as summaries are. */
export function attachmentContentQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...attachmentsKey(repository), tag],
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ client, signal }): Promise<AttachmentContent> => {
      const fetchers = cachedFetchers(client, repository)
      const { digest, manifest } = await readContent(fetchers, tag, signal)
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

/** Forgets what is known of the tags that nobody looks at: all of it, or what is old. */
export function forgetAnswers(
  client: QueryClient,
  repository: RepositoryName,
  isOld = false,
): void {
  for (const queryKey of [summariesKey(repository), attachmentsKey(repository)]) {
    client.removeQueries({
      queryKey,
      type: 'inactive',
      predicate: ({ state }) =>
        state.fetchStatus === 'idle' && (!isOld || state.dataUpdatedAt < Date.now() - KEPT),
    })
  }
}

/** Whether asking again would bring nothing new. */
function isFinal({ unreadable, config }: ImageSummary): boolean {
  return unreadable === 0 && config !== 'unreadable'
}

/**
 * What tags point to at this moment, and what is behind a digest through the cache, waiting in the rows' queue. What
 * a tag brought is then known by its digest too.
 */
export function cachedFetchers(client: QueryClient, repository: RepositoryName): CandidateFetchers {
  const once = async <Value>(queryKey: QueryKey, fetch: () => Promise<Value>) =>
    client.getQueryData<Value>(queryKey) ?? keep(client, queryKey, await fetch())
  return {
    async tagged(tag, signal) {
      const reading = await readTag({ transport: rowTransport, repository, signal }, tag)
      if (reading.kind !== 'at') return reading
      keep(client, manifestQuery(repository, reading.digest).queryKey, reading.content)
      return reading
    },
    manifest: (digest, signal) =>
      once(manifestQuery(repository, digest).queryKey, () =>
        fetchManifest({ transport: rowTransport, repository, signal }, digest),
      ),
    config: (descriptor, signal) =>
      once(configQuery(repository, descriptor).queryKey, () =>
        fetchJsonBlob({ transport: rowTransport, repository, signal }, descriptor),
      ),
  }
}

function keep<Value>(client: QueryClient, key: readonly unknown[], value: Value): Value {
  client.setQueryData(key, value)
  return value
}
