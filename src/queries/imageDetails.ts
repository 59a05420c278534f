import { queryOptions, skipToken } from '@tanstack/react-query'
import { type Artifact, describeDescriptor } from '../image/artifact.ts'
import { attachmentTag } from '../image/attachments.ts'
import { type Created, annotatedTime } from '../image/created.ts'
import { fetchIndexEntries } from '../image/index/indexEntries.ts'
import { openEntry } from '../image/index/openEntry.ts'
import { RegistryError, isGone } from '../registry/errors.ts'
import type { Descriptor, ImageIndex } from '../registry/manifest.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import { listReferrers } from '../registry/referrers.ts'
import { askTag } from '../registry/tags/tagReader.ts'
import { tryRead } from '../registry/transport/tryRead.ts'
import { pageTransport, rowTransport } from './session/session.ts'
import { askAgainAfter } from './session/backoff.ts'
import { manifestQuery } from './manifests.ts'
import { cachedFetchers } from './readContent.ts'
import { repositoryKey, tagListQuery } from './tags.ts'

/** Where a tag points now, or whether the registry has a digest, bypassing the browser's cache. */
export function presenceQuery(repository: RepositoryName, reference: Reference) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'presence', reference],
    queryFn: ({ signal }) => askTag({ transport: rowTransport, repository, signal }, reference),
  })
}

/** What opens for an entry of an index (see `openEntry`). */
export function openedEntryQuery(repository: RepositoryName, entry: Descriptor | undefined) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'opened', entry?.digest, entry?.platform],
    queryFn: entry
      ? ({ client }) =>
          openEntry((digest) => client.fetchQuery(manifestQuery(repository, digest)), entry)
      : skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgainAfter,
  })
}

/** The entries of an index with their manifests; content already loaded isn't requested again. */
export function indexEntriesQuery(
  repository: RepositoryName,
  digest: Digest | undefined,
  index: ImageIndex | undefined,
) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'index entries', digest],
    queryFn: ({ client, signal }) =>
      fetchIndexEntries(cachedFetchers(client, repository), index ?? { manifests: [] }, signal),
    enabled: index !== undefined,
  })
}

/** Something attached to an image: a signature, an SBOM, an attestation. */
export type Attachment = {
  readonly digest: Digest
  /** cosign's tag, if it was found through one. */
  readonly tag: Tag | undefined
  /** What it is, according to its own manifest or else to its descriptor; `undefined` if neither says. */
  readonly artifact: Artifact | undefined
  /** Compressed bytes of its layers, if its manifest could be read. */
  readonly size: number | undefined
  readonly created: Created
  readonly state: 'read' | 'missing' | 'unreadable'
}

export type Attachments = {
  readonly found: readonly Attachment[]
  /** Whether the registry has the referrers API. Without it, only tags and the index tell. */
  readonly hasApi: boolean
  /** Why a source couldn't be read: there may be more. */
  readonly failures: readonly RegistryError[]
}

/** Everything attached to `subject`: by the referrers API, by `sha256-…` tags, and in its index (`inIndex`). */
export function attachmentsQuery(
  repository: RepositoryName,
  subject: Digest,
  inIndex: readonly Descriptor[],
) {
  return queryOptions({
    queryKey: [
      ...repositoryKey(repository),
      'attachments',
      subject,
      inIndex.map((one) => one.digest),
    ],
    queryFn: async ({ client, signal }): Promise<Attachments> => {
      const [referrers, list] = await Promise.all([
        listReferrers({ transport: pageTransport, repository, signal }, subject),
        tryRead(() => client.fetchQuery(tagListQuery(repository)), signal),
      ])
      const tags = list instanceof RegistryError ? [] : list
      const cosignTags = tags.filter((tag) => {
        const found = attachmentTag(tag)
        return found !== undefined && found.subject === subject && found.label !== 'referrers'
      })
      const fetchers = cachedFetchers(client, repository)
      const tagged = new Map<Digest, Tag>()
      await mapPool(cosignTags, 6, async (tag) => {
        signal.throwIfAborted()
        const reading = await fetchers.tagged(tag, signal)
        // The tag may be gone by now; then it attaches nothing.
        if (reading.kind === 'at') tagged.set(reading.digest, tag)
      })
      // Of these only the manifests tell what they are, which were just cached.
      const atTags = [...tagged.keys()].map((digest) => ({ ...UNDESCRIBED, digest }))
      const all = [...atTags, ...inIndex, ...referrers.found].map(
        (one) => [one.digest, one] as const,
      )
      const manifests = [...new Map(all).values()]
      const entries = await fetchIndexEntries(fetchers, { manifests }, signal)
      const found = entries.map(({ descriptor, manifest, state, artifact, size }) => ({
        digest: descriptor.digest,
        tag: tagged.get(descriptor.digest),
        artifact: artifact ?? describeDescriptor(descriptor),
        size,
        created: annotatedTime(manifest ?? descriptor),
        // If there are very many, some are known only by their descriptors.
        state: state === 'not read' ? ('read' as const) : state,
      }))
      const listFailed = list instanceof RegistryError && !isGone(list) ? [list] : []
      return { ...referrers, found, failures: [...referrers.failures, ...listFailed] }
    },
  })
}

const UNDESCRIBED = { mediaType: '', size: 0, annotations: new Map<string, string>(), urls: [] }
