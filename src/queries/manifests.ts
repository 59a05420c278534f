import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Descriptor } from '../registry/manifest.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import { type Reference, type RepositoryName, type Tag, isDigest } from '../registry/names.ts'
import type { ImageReference } from '../registry/imageReference.ts'
import { askAgainAfter } from './session/backoff.ts'
import { pageTransport } from './session/session.ts'
import { repositoryKey } from './tags.ts'

/** Loads the code that reads manifests and checks tag lists; names are shown without it. `startLoading` loads it with the first list. */
export const loadReader = () => import('./readContent.ts')

/**
 * The manifest of a reference, with its bytes. By tag it is requested anew each time, and cached by digest as well.
 */
export function manifestQuery(repository: RepositoryName, reference: Reference) {
  return queryOptions({
    queryKey: [...repositoryKey(repository), 'manifest', reference],
    queryFn: async ({ client, signal }) => {
      const { fetchManifest } = await loadReader()
      const fetched = await fetchManifest(
        { transport: pageTransport, repository, signal },
        reference,
      )
      if (!isDigest(reference)) {
        client.setQueryData([...repositoryKey(repository), 'manifest', fetched.digest], fetched)
      }
      return fetched
    },
    staleTime: isDigest(reference) ? Number.POSITIVE_INFINITY : 0,
    refetchInterval: askAgainAfter,
  })
}

/** The manifests of a repository that pages have loaded and that are still cached. */
export function listReadManifests(
  client: QueryClient,
  repository: RepositoryName,
): readonly FetchedManifest[] {
  const queryKey = [...repositoryKey(repository), 'manifest']
  const read = client.getQueriesData<FetchedManifest>({ queryKey })
  return read.flatMap(([, manifest]) => manifest ?? [])
}

/** The JSON of a config blob, of an image or any artifact. */
export function configQuery(repository: RepositoryName, descriptor: Descriptor) {
  return queryOptions({
    // Content is the same in every repository.
    queryKey: ['config', descriptor.digest],
    queryFn: async ({ signal }) => {
      const { fetchJsonBlob } = await loadReader()
      return fetchJsonBlob({ transport: pageTransport, repository, signal }, descriptor)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What an image reference points to: its digest, else its tag, else `latest`, as in every client. */
export function askedReference({ digest, tag }: ImageReference): Reference {
  return digest ?? tag ?? ('latest' as Tag)
}

/** Starts loading what the image page shows first: the manifest and, for a single image, its config. */
export async function prefetchImage(client: QueryClient, image: ImageReference): Promise<void> {
  const options = manifestQuery(image.repository, askedReference(image))
  await client.prefetchQuery(options)
  const manifest = client.getQueryData(options.queryKey)?.manifest
  if (manifest?.kind !== 'image-manifest' || manifest.artifactType || !manifest.config) return
  await client.prefetchQuery(configQuery(image.repository, manifest.config))
}
