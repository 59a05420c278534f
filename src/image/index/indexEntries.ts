import { LoginRequiredError, isGone } from '../../registry/errors.ts'
import type { Descriptor, ImageIndex, ImageManifest, Platform } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import {
  type Artifact,
  describeManifest,
  isAttestationEntry,
  pointsToManifest,
} from '../artifact.ts'
import { type ImageConfig, parseImageConfig } from '../imageConfig.ts'
import { distinctSize, isUnsized } from '../layers.ts'
import { choosePlatform, configPlatform, namedPlatform, platformName } from './platforms.ts'

/** Where a summary's manifests and configs come from; both may be cached. */
export type SummaryFetchers = {
  /** A manifest by digest. @throws what `fetchManifest` throws */
  readonly manifest: (digest: Digest, signal?: AbortSignal) => Promise<FetchedManifest>
  /** The JSON of a config. @throws what `fetchJsonBlob` throws */
  readonly config: (descriptor: Descriptor, signal?: AbortSignal) => Promise<unknown>
}

/** How many children of an index are fetched for a summary. */
export const SUMMARY_ENTRIES = 50
const WIDTH = 6
const DEPTH = 3

/** An entry of an index and what its manifest says, or why that is unknown. */
export type IndexEntry = {
  readonly descriptor: Descriptor
  readonly state: 'read' | 'missing' | 'unreadable' | 'not read'
  /** BuildKit's attestation of another entry, not a platform. */
  readonly isAttestation: boolean
  readonly manifest?: ImageManifest
  /** What the child is, according to its own manifest. */
  readonly artifact?: Artifact
  readonly platform?: Platform | undefined
  /** Compressed bytes of its layers, counting each once; `NaN` if not all are recorded. */
  readonly size?: number
  /** The entries of a nested index. */
  readonly entries?: readonly IndexEntry[]
}

/**
 * Fetches the children of an index (six at a time, 50 in total; nested indexes up to three levels), in its order. A
 * child without a platform gets the one in its config. Throws only on an abort and on a 401.
 */
export function fetchIndexEntries(
  fetchers: SummaryFetchers,
  index: Entries,
  signal?: AbortSignal,
): Promise<readonly IndexEntry[]> {
  return readEntries({ fetchers, signal, left: SUMMARY_ENTRIES }, index, 1)
}

/** All entries, with nested indexes replaced by theirs. */
export function flattenEntries(entries: readonly IndexEntry[]): readonly IndexEntry[] {
  return entries.flatMap((entry) => (entry.entries ? flattenEntries(entry.entries) : [entry]))
}

/** The image that opens for an entry: of an inner index, the one of its platform. */
export function openedImage(entry: IndexEntry): IndexEntry {
  if (!entry.entries) return entry
  const images = flattenEntries(entry.entries).filter((one) => !one.isAttestation)
  const chosen = choosePlatform(
    images.map(({ descriptor }) => descriptor),
    platformName(entry.descriptor),
  )
  return images.find(({ descriptor }) => descriptor === chosen) ?? entry
}

/** What an index consists of, nested ones included, attestations left out. */
export function countEntries(entries: readonly IndexEntry[]) {
  const all = flattenEntries(entries).filter((entry) => !entry.isAttestation)
  // An index may also contain artifacts, or like a list of referrers nothing else; they aren't platforms.
  const platforms = all.filter(({ artifact }) => !artifact || artifact.kind === 'image')
  const count = (state: IndexEntry['state']) =>
    platforms.filter((entry) => entry.state === state).length
  return {
    platforms,
    artifacts: all.length - platforms.length,
    read: count('read'),
    missing: count('missing'),
    unreadable: count('unreadable'),
  }
}

/** Compressed bytes of the layers in an index, counting each blob once. */
export type IndexSize = {
  readonly kind: 'index'
  /** Of the smallest and largest platform that could be read; 0 if none could. */
  readonly smallest: number
  readonly largest: number
  /** Distinct blobs of all platforms that could be read, without attestations. */
  readonly total: number
  readonly attestations: number
}

export function measureEntries(entries: readonly IndexEntry[]): IndexSize {
  const all = flattenEntries(entries)
  const platforms = all.filter((entry) => !entry.isAttestation && entry.state === 'read')
  const sizes = platforms.map((entry) => entry.size || 0)
  const layers = (some: readonly IndexEntry[]) =>
    some.flatMap(({ manifest }) => manifest?.layers ?? [])
  return {
    kind: 'index',
    smallest: sizes.length > 0 ? Math.min(...sizes) : 0,
    largest: Math.max(0, ...sizes),
    total: distinctSize(layers(platforms)),
    attestations: distinctSize(layers(all.filter((entry) => entry.isAttestation))),
  }
}

/** Shared by one walk over an index: all levels count towards `left`. */
type Walk = {
  readonly fetchers: SummaryFetchers
  readonly signal: AbortSignal | undefined
  left: number
}

type Entries = Pick<ImageIndex, 'manifests'>

function readEntries(walk: Walk, { manifests }: Entries, depth: number): Promise<IndexEntry[]> {
  return mapPool(manifests, WIDTH, (descriptor) => readEntry(walk, descriptor, depth))
}

async function readEntry(walk: Walk, descriptor: Descriptor, depth: number): Promise<IndexEntry> {
  const { fetchers, signal } = walk
  signal?.throwIfAborted()
  const named = namedPlatform(descriptor)
  const base = { descriptor, isAttestation: isAttestationEntry(descriptor), platform: named }
  // BuildKit's cache lists blobs in an index: there is no manifest to request.
  if (!pointsToManifest(descriptor)) return { ...base, state: 'read', size: descriptor.size }
  if (walk.left === 0) return { ...base, state: 'not read' }
  walk.left -= 1
  try {
    const { manifest } = await fetchers.manifest(descriptor.digest, signal)
    const artifact = describeManifest(manifest)
    if (manifest.kind === 'image-index') {
      if (depth >= DEPTH) return { ...base, state: 'not read', artifact }
      const entries = await readEntries(walk, manifest, depth + 1)
      return { ...base, state: 'read', artifact, entries }
    }
    if (manifest.kind !== 'image-manifest') return { ...base, state: 'read', artifact }
    const size = manifest.layers.some(isUnsized) ? Number.NaN : distinctSize(manifest.layers)
    const isAsked = !named && artifact.kind === 'image'
    const { config } = isAsked ? await readConfig(fetchers, manifest.config, signal) : {}
    const platform = named ?? (config && configPlatform(config))
    return { ...base, state: 'read', manifest, artifact, size, platform }
  } catch (error) {
    return { ...base, state: stateAfter(error, signal) }
  }
}

/** An image's config and its JSON, if it has one, or why they are unknown. Throws only on an abort and on a 401. */
export async function readConfig(
  fetchers: SummaryFetchers,
  descriptor: Descriptor | undefined,
  signal: AbortSignal | undefined,
): Promise<{
  state: 'read' | 'missing' | 'unreadable' | 'none'
  config?: ImageConfig
  json?: unknown
}> {
  if (!descriptor) return { state: 'none' }
  try {
    const json = await fetchers.config(descriptor, signal)
    return { state: 'read', config: parseImageConfig(json), json }
  } catch (error) {
    return { state: stateAfter(error, signal) }
  }
}

function stateAfter(error: unknown, signal: AbortSignal | undefined): 'missing' | 'unreadable' {
  signal?.throwIfAborted()
  if (error instanceof LoginRequiredError) throw error
  return isGone(error) ? 'missing' : 'unreadable'
}
