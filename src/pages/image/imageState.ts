import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { describeManifest } from '../../image/artifact.ts'
import { type IndexEntry, openedImage } from '../../image/index/indexEntries.ts'
import { parseImageConfig } from '../../image/imageConfig.ts'
import { listPlatformEntries } from '../../image/index/openEntry.ts'
import { choosePlatform, nameEntries } from '../../image/index/platforms.ts'
import { readSchema1 } from '../../image/schema1.ts'
import { indexEntriesQuery, openedEntryQuery } from '../../queries/imageDetails.ts'
import { configQuery } from '../../queries/manifests.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { useImageSearch } from './imageSearch.tsx'

/** The manifest in the address, and what is open of it. */
export type ShownImage = NonNullable<ReturnType<typeof useShownImage>>

/** A config, or the state of loading it. */
export type ConfigState = ShownImage['config']

/** What one manifest contains; `parts` are layers, or the files of an artifact. */
export type Content = ReturnType<typeof readContent>

/** The props of a view of one manifest. */
export type ContentProps = { readonly shown: ShownImage; readonly content: Content }

/** Loads what is open of a manifest: its config or, for an index, the chosen entry and its config. */
export function useShownImage(repository: RepositoryName, root: FetchedManifest | undefined) {
  const { platform } = useImageSearch()
  const index = root?.manifest.kind === 'image-index' ? root.manifest : undefined
  const chosen = useMemo(
    () => index && choosePlatform(listPlatformEntries(index), platform),
    [index, platform],
  )
  const { data, error, isPending, refetch } = useQuery(openedEntryQuery(repository, chosen))
  const opened = index ? chosen && data?.fetched : root
  const content = useMemo(() => opened && readContent(opened), [opened])
  const config = useConfig(repository, content)
  const entries = useQuery(indexEntriesQuery(repository, root?.digest, index))
  if (!root) return undefined
  return {
    repository,
    root,
    /** If the root is an index. One of its entries is open. */
    index,
    chosen,
    /** What the index calls the chosen entry: `linux/amd64`. */
    platform: index && chosen && nameEntries(listPlatformEntries(index)).get(chosen),
    /** The inner index that the chosen entry's image is in, if any. */
    inner: chosen && data?.inner,
    /** Of the root, or of the chosen entry of an index; `undefined` if that isn't there. */
    content,
    /** The state of loading the chosen entry. */
    entry: { isPending: chosen !== undefined && isPending, error, retry: () => void refetch() },
    /** All entries of an index, with what is known about each. */
    entries,
    config,
  }
}

function readContent(fetched: FetchedManifest) {
  const { manifest } = fetched
  switch (manifest.kind) {
    case 'image-manifest': {
      const kind = describeManifest(manifest).kind === 'image' ? 'image' : 'files'
      return { kind, fetched, manifest, parts: manifest.layers } as const
    }
    case 'artifact-manifest':
      return { kind: 'files', fetched, manifest, parts: manifest.blobs } as const
    case 'schema-1': {
      const { config, layers } = readSchema1(manifest)
      return { kind: 'schema-1', fetched, config, parts: layers } as const
    }
    case 'image-index':
      return { kind: 'index', fetched, manifest } as const
    case 'unknown':
      return { kind: 'unknown', fetched, manifest } as const
  }
}

/** An image's config is always loaded, an artifact's only if a view shows it. */
function useConfig(repository: RepositoryName, content: Content | undefined) {
  const { view } = useImageSearch()
  const manifest = content?.fetched.manifest
  const isImage = content?.kind === 'image'
  const isWanted = isImage || view === 'config' || view === 'manifest'
  const named = manifest?.kind === 'image-manifest' && isWanted ? manifest.config : undefined
  const descriptor = named?.mediaType === MEDIA_TYPE.ociEmpty ? undefined : named
  const options = descriptor && configQuery(repository, descriptor)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: options?.queryKey ?? ['config', ''],
    queryFn: options?.queryFn ?? skipToken,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const image = useMemo(
    () => (isImage && data !== undefined ? parseImageConfig(data) : undefined),
    [isImage, data],
  )
  return {
    /** `undefined` if there is none, or no view needs it. */
    descriptor,
    /** `undefined` until it is loaded. */
    json: data,
    /** The same, parsed as an image config. */
    image,
    error,
    isPending: descriptor !== undefined && isPending,
    retry: () => void refetch(),
  }
}

/** The platforms to choose from, each name once, with what is known so far about each. */
export function listPlatforms({ index, entries }: ShownImage) {
  const names = nameEntries(index ? listPlatformEntries(index) : [])
  const found = new Map<string, { name: string; descriptor: Descriptor; entry?: IndexEntry }>()
  for (const [at, descriptor] of index?.manifests.entries() ?? []) {
    const name = names.get(descriptor)
    if (name === undefined || found.has(name)) continue
    const entry = entries.data?.[at]
    found.set(name, { name, descriptor, ...(entry && { entry: openedImage(entry) }) })
  }
  return [...found.values()]
}
