import type { Descriptor, ImageIndex, Platform } from '../registry/manifest.ts'
import type { FetchedManifest } from '../registry/manifests.ts'
import type { Digest } from '../registry/names.ts'
import { type Artifact, describeManifest } from './artifact.ts'
import { type Created, annotatedTime } from './created.ts'
import {
  type IndexEntry,
  type IndexSize,
  type SummaryFetchers,
  countEntries,
  fetchIndexEntries,
  measureEntries,
  readConfig,
} from './index/indexEntries.ts'
import { distinctSize, isStoredElsewhere, isUnsized, partsOf } from './layers.ts'
import { choosePlatform, configPlatform } from './index/platforms.ts'
import { readSchema1 } from './schema1.ts'

/** Compressed bytes of layers, counting each blob once. */
export type ManifestSize =
  | {
      readonly kind: 'single'
      readonly bytes: number
      /** How many of them are stored outside the registry (foreign layers). */
      readonly elsewhere: number
    }
  | IndexSize
  /** Schema 1 and unknown manifests give no sizes; others may lack one. */
  | { readonly kind: 'unknown' }

/** What one row of a tag list shows. */
export type ImageSummary = {
  readonly artifact: Artifact
  /** Of the image, or of the index's platforms in their order; `undefined` if one gives none. */
  readonly platforms: readonly (Platform | undefined)[]
  readonly size: ManifestSize
  /** `unknown` if the config couldn't be read. */
  readonly created: Created | 'unknown'
  /** The state of the config that `created` comes from; `none` if there is none. */
  readonly config: 'read' | 'missing' | 'unreadable' | 'none'
  /** Platforms of an index whose manifest the registry no longer has. */
  readonly missing: number
  /** Platforms whose manifest couldn't be read for another reason: a retry may help. */
  readonly unreadable: number
  /** Everything that an index reaches, including nested ones: attachments of a child belong to it. */
  readonly children: readonly Digest[]
}

/**
 * Summarizes a manifest for a row: reads an image's config, or an index's children (six at a time, the first 50) and
 * one config. Missing parts are counted; it throws only on an abort and on a 401, since a login may help.
 */
export async function summarizeManifest(
  fetchers: SummaryFetchers,
  { manifest }: FetchedManifest,
  signal?: AbortSignal,
): Promise<ImageSummary> {
  const artifact = describeManifest(manifest)
  const parts = partsOf(manifest)
  const base: ImageSummary = {
    artifact,
    platforms: [],
    size: parts ? sizeOf(parts) : { kind: 'unknown' },
    created: annotatedTime(manifest),
    config: 'none',
    missing: 0,
    unreadable: 0,
    children: [],
  }
  switch (manifest.kind) {
    case 'unknown':
    case 'artifact-manifest':
      return base
    case 'schema-1': {
      const { config } = readSchema1(manifest)
      const platform = configPlatform(config)
      return { ...base, created: config.created, platforms: platform ? [platform] : [] }
    }
    case 'image-manifest': {
      if (artifact.kind !== 'image') return base
      const { config, state } = await readConfig(fetchers, manifest.config, signal)
      return {
        ...base,
        created: config?.created ?? (state === 'none' ? 'not recorded' : 'unknown'),
        platforms: [config && configPlatform(config)],
        config: state,
      }
    }
    case 'image-index':
      return summarizeIndex(fetchers, manifest, base, signal)
  }
}

async function summarizeIndex(
  fetchers: SummaryFetchers,
  index: ImageIndex,
  base: ImageSummary,
  signal: AbortSignal | undefined,
): Promise<ImageSummary> {
  const entries = await fetchIndexEntries(fetchers, index, signal)
  const { platforms, missing, unreadable } = countEntries(entries)
  const images = platforms.filter((entry) => entry.artifact?.kind === 'image')
  const first = choosePlatform(images.map((entry) => entry.descriptor))
  const source = images.find((entry) => entry.descriptor === first)?.manifest
  const time = source && (await readConfig(fetchers, source.config, signal))
  return {
    ...base,
    platforms: platforms.map((entry) => entry.platform),
    size: measureEntries(entries),
    ...(time && { created: time.config?.created ?? 'unknown' }),
    config: time?.state ?? 'none',
    missing,
    unreadable,
    children: listDigests(entries),
  }
}

function listDigests(entries: readonly IndexEntry[]): readonly Digest[] {
  return entries.flatMap((entry) => [entry.descriptor.digest, ...listDigests(entry.entries ?? [])])
}

function sizeOf(parts: readonly Descriptor[]): ManifestSize {
  if (parts.some(isUnsized)) return { kind: 'unknown' }
  const elsewhere = distinctSize(parts.filter(isStoredElsewhere))
  return { kind: 'single', bytes: distinctSize(parts), elsewhere }
}
