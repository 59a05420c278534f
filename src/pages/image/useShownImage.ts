import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  type Artifact,
  describeDescriptor,
  describeManifest,
  isIndexType,
  isManifestType,
} from '../../image/artifact.ts'
import { type ImageConfig, parseImageConfig } from '../../image/imageConfig.ts'
import { choosePlatform } from '../../image/platforms.ts'
import { configQuery, manifestQuery } from '../../queries/manifests.ts'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { RepositoryName } from '../../registry/names.ts'

/** A config, or where it is: on its way, or not to be had. */
export type ConfigState = {
  readonly descriptor: Descriptor | undefined
  /** The blob's JSON, whatever it is of. */
  readonly json?: unknown
  /** The same, read as an image config; only of images. */
  readonly config?: ImageConfig
  readonly error?: unknown
  readonly isPending: boolean
  readonly retry: () => void
}

/** What the page shows: the manifest itself, or the chosen platform of an index. */
export type ShownImage = {
  readonly index: ImageIndex | undefined
  /** The index's entry that is chosen; `undefined` where it has none to choose. */
  readonly chosen: Descriptor | undefined
  /** The manifest shown; `undefined` while the chosen one is on its way or cannot be had. */
  readonly fetched: FetchedManifest | undefined
  readonly artifact: Artifact | undefined
  readonly error: unknown
  readonly retry: () => void
  readonly config: ConfigState
}

/** Entries of an index that can be shown in its place: images, as far as the index tells. */
export function listPlatformEntries(index: ImageIndex): readonly Descriptor[] {
  return index.manifests.filter(
    (entry) =>
      !describeDescriptor(entry) &&
      isManifestType(entry.mediaType) &&
      !isIndexType(entry.mediaType),
  )
}

/** Loads what is shown of `root`: at most one child, and its config. */
export function useShownImage(
  repository: RepositoryName,
  root: FetchedManifest,
  platform: string | undefined,
): ShownImage {
  const index = root.manifest.kind === 'image-index' ? root.manifest : undefined
  const chosen = useMemo(
    () => (index ? choosePlatform(listPlatformEntries(index), platform) : undefined),
    [index, platform],
  )
  const child = useQuery({
    ...manifestQuery(repository, chosen?.digest ?? root.digest),
    enabled: chosen !== undefined,
  })
  const fetched = index ? child.data : root
  const manifest = fetched?.manifest
  const artifact = useMemo(() => manifest && describeManifest(manifest), [manifest])
  const descriptor = manifest?.kind === 'image-manifest' ? manifest.config : undefined
  const isImage = artifact?.kind === 'image'
  const config = useConfig(repository, descriptor, isImage)
  return {
    index,
    chosen,
    fetched,
    artifact,
    error: index ? child.error : null,
    retry: () => void child.refetch(),
    config,
  }
}

/** A config blob; of artifacts only where a view shows it (`isWanted`). */
export function useConfig(
  repository: RepositoryName,
  descriptor: Descriptor | undefined,
  isImage: boolean,
  isWanted = isImage,
): ConfigState {
  const isAsked = descriptor !== undefined && isWanted
  const options = isAsked ? configQuery(repository, descriptor) : undefined
  const query = useQuery({
    queryKey: options?.queryKey ?? ['config', ''],
    queryFn: options?.queryFn ?? skipToken,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const config = useMemo(
    () => (isImage && query.isSuccess ? parseImageConfig(query.data) : undefined),
    [isImage, query.isSuccess, query.data],
  )
  return {
    descriptor,
    json: query.data,
    ...(config ? { config } : {}),
    error: query.error,
    isPending: isAsked && query.isPending,
    retry: () => void query.refetch(),
  }
}
