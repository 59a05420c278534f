import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Artifact, describeDescriptor, describeManifest } from '../image/artifact.ts'
import { attachmentTag, mergeReferrers } from '../image/attachments.ts'
import { type Created, readCreated } from '../image/created.ts'
import { fetchIndexEntries } from '../image/indexEntries.ts'
import { distinctSize } from '../image/layers.ts'
import { LoginRequiredError, isGone } from '../registry/errors.ts'
import type { Annotations, Descriptor, ImageIndex } from '../registry/manifest.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest, Reference, RepositoryName, Tag } from '../registry/names.ts'
import { mapPool } from '../registry/pool.ts'
import { askTag, readTag } from '../registry/tags/tagState.ts'
import { manifestQuery, referrersQuery } from './manifests.ts'
import { pageTransport, rowTransport } from './session.ts'
import { cachedFetchers } from './summaries.ts'
import { repositoryKey, tagListQuery } from './tags.ts'

/** More attachments of one image than this are listed by their descriptors alone. */
const ATTACHMENTS_READ = 50

/** Where a tag points at this moment. */
export function tagDigestQuery(repository: RepositoryName, tag: Tag) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'tag digest', tag],
    queryFn: ({ signal }) => readTag(pageTransport, repository, tag, signal),
  })
}

/** Whether the registry has a digest at this moment, whatever the browser keeps of it. */
export function digestPresenceQuery(repository: RepositoryName, digest: Digest) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'presence', digest],
    queryFn: ({ signal }) => askTag(rowTransport, repository, digest, signal),
  })
}

/** The entries of an index with their manifests; what is known by its digest is not asked again. */
export function indexEntriesQuery(repository: RepositoryName, digest: Digest, index: ImageIndex) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'index entries', digest],
    queryFn: ({ client, signal }) =>
      fetchIndexEntries(cachedFetchers(client, repository), index, signal),
  })
}

/** Something that refers to an image: a signature, an SBOM, an attestation. */
export type Attachment = {
  readonly digest: Digest
  /** cosign's tag, where it was found by one. */
  readonly tag?: Tag
  /** What it is, by its own manifest or else by what points to it; `undefined` where neither says. */
  readonly artifact: Artifact | undefined
  /** Compressed bytes of its layers, where its manifest could be read. */
  readonly size?: number
  readonly created: Created
  readonly state: 'read' | 'missing' | 'unreadable'
}

/**
 * Everything that refers to `subject`, each once: by the referrers API, by the `sha256-…` tags, and the
 * attestations that an index holds for it (`inIndex`).
 */
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
    queryFn: ({ client, signal }) => fetchAttachments(client, repository, subject, inIndex, signal),
  })
}

async function fetchAttachments(
  client: QueryClient,
  repository: RepositoryName,
  subject: Digest,
  inIndex: readonly Descriptor[],
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const [referrers, tags] = await Promise.all([
    client.fetchQuery(referrersQuery(repository, subject)),
    client.fetchQuery(tagListQuery(repository)).catch((error: unknown) => {
      if (isGone(error)) return []
      throw error
    }),
  ])
  const cosignTags = tags.filter((tag) => {
    const found = attachmentTag(tag)
    return found !== undefined && found.subject === subject && found.label !== 'referrers'
  })
  const descriptors = mergeReferrers(referrers, inIndex)
  const read = (reference: Reference) =>
    client.fetchQuery(manifestQuery(repository, reference, rowTransport))
  const byTag = await mapPool(cosignTags, 6, async (tag): Promise<Attachment | undefined> => {
    signal.throwIfAborted()
    // A tag may be gone by now: then nothing is attached by it.
    const fetched = await read(tag).catch(noneUnlessLogin)
    return fetched && { ...readAttachment(fetched), tag }
  })
  const byDescriptor = await mapPool(
    descriptors,
    6,
    async (descriptor, index): Promise<Attachment> => {
      signal.throwIfAborted()
      const { digest, annotations } = descriptor
      const claimed = {
        digest,
        artifact: describeDescriptor(descriptor),
        created: annotatedTime(annotations),
      }
      if (index >= ATTACHMENTS_READ) return { ...claimed, state: 'read' }
      try {
        return readAttachment(await read(digest))
      } catch (error) {
        if (error instanceof LoginRequiredError) throw error
        return { ...claimed, state: isGone(error) ? 'missing' : 'unreadable' }
      }
    },
  )
  const found = new Map(byDescriptor.map((one) => [one.digest, one]))
  for (const one of byTag) if (one) found.set(one.digest, one)
  return [...found.values()]
}

/** With a login it may be read: then the whole is asked again. */
function noneUnlessLogin(error: unknown): undefined {
  if (error instanceof LoginRequiredError) throw error
}

function readAttachment({ digest, manifest }: FetchedManifest): Attachment {
  const hasAnnotations = manifest.kind !== 'schema-1' && manifest.kind !== 'unknown'
  return {
    digest,
    artifact: describeManifest(manifest),
    created: hasAnnotations ? annotatedTime(manifest.annotations) : 'not recorded',
    state: 'read',
    ...(manifest.kind === 'image-manifest' ? { size: distinctSize(manifest.layers) } : {}),
  }
}

function annotatedTime(annotations: Annotations): Created {
  return readCreated(annotations.get('org.opencontainers.image.created'))
}
