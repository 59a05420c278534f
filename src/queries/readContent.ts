import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { CandidateFetchers } from '../cleanup/rules/readCandidate.ts'
import { describeDescriptor, describeManifest } from '../image/artifact.ts'
import { isReferrersOrCosign } from '../image/attachmentContent.ts'
import { type ImageSummary, summarizeManifest } from '../image/imageSummary.ts'
import { fetchJsonBlob } from '../registry/blobs.ts'
import { type FetchedManifest, fetchManifest } from '../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../registry/names.ts'
import { isReferrersTag } from '../registry/tags/attachmentTags.ts'
import { readTag } from '../registry/tags/tagReader.ts'
import { configQuery, manifestQuery } from './manifests.ts'
import { rowTransport } from './session/session.ts'
import { repositoryKey } from './tags.ts'

// All code that names can be shown without is loaded as this one chunk (`loadReader`).
export { fetchJsonBlob } from '../registry/blobs.ts'
export { fetchManifest } from '../registry/manifests.ts'
export { listHiddenTags } from '../registry/tags/hiddenTags.ts'

export type TagSummary = ImageSummary & {
  readonly digest: Digest
}

/** Reads what a tag points to now, in the row's turn; content already loaded isn't requested again. */
export async function fetchTagSummary(
  client: QueryClient,
  repository: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<TagSummary> {
  const fetchers = cachedFetchers(client, repository)
  const fetched = await readContent(fetchers, tag, signal)
  const { digest } = fetched
  const key = [...repositoryKey(repository), 'digest summary', digest]
  // If two tags share a digest, the second costs one request.
  const known = client.getQueryData<ImageSummary>(key)
  const summary = known ?? (await summarizeManifest(fetchers, fetched, signal))
  // Of what could not be read, another try may bring more.
  const isFinal = summary.unreadable === 0 && summary.config !== 'unreadable'
  if (!known && isFinal) keep(client, key, summary)
  return { ...summary, digest }
}

export type AttachmentContent = {
  /** If false, only the tag's name looks like one. */
  readonly isAttachment: boolean
  /** Its own digest and, for a list of referrers, theirs: each may have attachments of its own. */
  readonly digests: readonly Digest[]
  /** What it is, or what the list contains, each kind once: `SPDX SBOM`. */
  readonly labels: readonly string[]
}

export async function fetchAttachmentContent(
  client: QueryClient,
  repository: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<AttachmentContent> {
  const content = await readContent(cachedFetchers(client, repository), tag, signal)
  const { digest, manifest } = content
  const isAttachment = !isReferrersTag(tag) || isReferrersOrCosign(content)
  if (manifest.kind !== 'image-index') {
    return { isAttachment, digests: [digest], labels: [describeManifest(manifest).label] }
  }
  const { manifests } = manifest
  const labels = manifests.map((one) => describeDescriptor(one)?.label ?? 'artifact')
  return {
    isAttachment,
    digests: [digest, ...manifests.map((one) => one.digest)],
    labels: [...new Set(labels)],
  }
}

/** The manifest that a tag points to now. @throws why it is unknown */
async function readContent(
  { tagged }: CandidateFetchers,
  tag: Tag,
  signal: AbortSignal,
): Promise<FetchedManifest> {
  const reading = await tagged(tag, signal)
  if (reading.kind !== 'at') throw reading.error
  return reading.content
}

/** Reads where tags point now, and content by digest through the cache (also for tags), in the queue for rows. */
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
