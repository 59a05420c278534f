import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  describeDescriptor,
  describeManifest,
  isIndexType,
  pointsToManifest,
} from '../../image/artifact.ts'
import { type ImageConfig, parseImageConfig } from '../../image/imageConfig.ts'
import { choosePlatform, platformName } from '../../image/platforms.ts'
import { type Schema1Image, readSchema1 } from '../../image/schema1.ts'
import { askedReference, configQuery, manifestQuery } from '../../queries/manifests.ts'
import { DigestMismatchError, isGone } from '../../registry/errors.ts'
import type { ImageReference } from '../../registry/imageReference.ts'
import type {
  ArtifactManifest,
  Descriptor,
  ImageIndex,
  ImageManifest,
  UnknownManifest,
} from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { useImageSearch } from './imageSearch.tsx'

/** What was asked for as the program started is new enough when this page's code arrives. */
const FRESH_MILLISECONDS = 2000

/** What the page shows. */
export type ImageState =
  | { readonly kind: 'loading'; readonly cancel: () => void }
  | { readonly kind: 'cancelled'; readonly retry: () => void }
  | { readonly kind: 'missing'; readonly error: unknown }
  /** `retry`: `undefined` where the same would come again; `before`: what was read earlier. */
  | {
      readonly kind: 'refused'
      readonly error: unknown
      readonly retry: (() => void) | undefined
      readonly before: ShownImage | undefined
    }
  | { readonly kind: 'shown'; readonly image: ShownImage }

/** The manifest that the address names, and what is opened of it. */
export type ShownImage = {
  readonly repository: RepositoryName
  readonly root: FetchedManifest
  /** Where the root is one: its entries, of which one is opened. */
  readonly index: ImageIndex | undefined
  readonly chosen: Descriptor | undefined
  /** What the index calls the chosen entry: `linux/amd64`. */
  readonly platform: string | undefined
  /** The root, or the chosen entry of an index. */
  readonly content: Content | NoContent
  readonly config: ConfigState
}

/** What one manifest holds. */
export type Content = { readonly fetched: FetchedManifest } & (
  | { readonly kind: 'image'; readonly manifest: ImageManifest; readonly parts: Parts }
  | {
      readonly kind: 'files'
      readonly manifest: ImageManifest | ArtifactManifest
      readonly parts: Parts
    }
  | { readonly kind: 'schema-1'; readonly schema1: Schema1Image }
  | { readonly kind: 'index'; readonly manifest: ImageIndex }
  | { readonly kind: 'unknown'; readonly manifest: UnknownManifest }
)

/** What a view of one manifest is given. */
export type ContentProps = { readonly shown: ShownImage; readonly content: Content }

/** Layers, or the files of an artifact. */
type Parts = readonly Descriptor[]

/** A config blob, or where it is: on its way, or not to be had. */
export type ConfigState = {
  /** `undefined` where there is none, or where no view needs it. */
  readonly descriptor: Descriptor | undefined
  /** `undefined` where it is not there (yet). */
  readonly json: unknown
  /** The same, read as an image's. */
  readonly image: ImageConfig | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly retry: () => void
}

/** Why nothing of an index is opened. */
type NoContent =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing'; readonly chosen: Descriptor }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void }

/** Loads what a reference points to: at most one entry of an index, and one config. */
export function useImageState(reference: ImageReference): ImageState {
  const { repository, digest } = reference
  const queryClient = useQueryClient()
  const asked = manifestQuery(repository, askedReference(reference))
  const { data, error, isFetching, refetch } = useQuery({
    ...asked,
    staleTime: digest ? Number.POSITIVE_INFINITY : FRESH_MILLISECONDS,
  })
  const image = useShownImage(repository, data)
  const retry = () => void refetch()
  if (error instanceof DigestMismatchError) {
    return { kind: 'refused', error, retry: undefined, before: undefined }
  }
  if (isGone(error)) return { kind: 'missing', error }
  if (error !== null) return { kind: 'refused', error, retry, before: image }
  if (image) return { kind: 'shown', image }
  if (!isFetching) return { kind: 'cancelled', retry }
  const cancel = () => void queryClient.cancelQueries({ queryKey: asked.queryKey })
  return { kind: 'loading', cancel }
}

function useShownImage(
  repository: RepositoryName,
  root: FetchedManifest | undefined,
): ShownImage | undefined {
  const { platform } = useImageSearch()
  const index = root?.manifest.kind === 'image-index' ? root.manifest : undefined
  const chosen = useMemo(
    () => index && choosePlatform(listPlatformEntries(index), platform),
    [index, platform],
  )
  const entry = useQuery({
    ...manifestQuery(repository, chosen?.digest ?? askedReference({ repository })),
    enabled: chosen !== undefined,
  })
  const opened = index ? chosen && entry.data : root
  const content = useMemo(() => opened && readContent(opened), [opened])
  const config = useConfig(repository, content)
  if (!root) return undefined
  const explainNone = (): NoContent => {
    if (!chosen) return { kind: 'none' }
    if (entry.error === null) return { kind: 'loading' }
    if (isGone(entry.error)) return { kind: 'missing', chosen }
    return { kind: 'failed', error: entry.error, retry: () => void entry.refetch() }
  }
  return {
    repository,
    root,
    index,
    chosen,
    platform: chosen && platformName(chosen),
    content: content ?? explainNone(),
    config,
  }
}

function readContent(fetched: FetchedManifest): Content {
  const { manifest } = fetched
  switch (manifest.kind) {
    case 'image-manifest': {
      const isImage = describeManifest(manifest).kind === 'image'
      return { kind: isImage ? 'image' : 'files', fetched, manifest, parts: manifest.layers }
    }
    case 'artifact-manifest':
      return { kind: 'files', fetched, manifest, parts: manifest.blobs }
    case 'schema-1':
      return { kind: 'schema-1', fetched, schema1: readSchema1(manifest) }
    case 'image-index':
      return { kind: 'index', fetched, manifest }
    case 'unknown':
      return { kind: 'unknown', fetched, manifest }
  }
}

/** An image's config is always loaded, another only where a view shows it. */
function useConfig(repository: RepositoryName, content: Content | undefined): ConfigState {
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
    descriptor,
    json: data,
    image,
    error,
    isPending: descriptor !== undefined && isPending,
    retry: () => void refetch(),
  }
}

/** Entries of an index that can be opened in its place: images, as far as the index tells. */
export function listPlatformEntries(index: ImageIndex): readonly Descriptor[] {
  return index.manifests.filter(
    (entry) =>
      !describeDescriptor(entry) && pointsToManifest(entry) && !isIndexType(entry.mediaType),
  )
}
