import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import { describeDescriptor, isIndexType, pointsToManifest } from '../artifact.ts'
import { choosePlatform, platformName } from './platforms.ts'

/** As deep as entries are read for a summary. */
const DEPTH = 3

/** What opens for an entry of an index: its manifest and, if that came from an inner index, the inner index. */
export type OpenedEntry = { readonly fetched: FetchedManifest; readonly inner?: ImageIndex }

/**
 * The entries that can be opened as an image, as far as the index tells: also an inner index with a platform, which
 * contains an image and its attestation (`docker buildx imagetools create`, `crane index append`).
 */
export function listPlatformEntries(index: ImageIndex): readonly Descriptor[] {
  return index.manifests.filter(
    (entry) =>
      !describeDescriptor(entry) &&
      pointsToManifest(entry) &&
      (!isIndexType(entry.mediaType) || platformName(entry) !== undefined),
  )
}

/** Follows inner indexes to the image of the entry's platform. @throws what `fetch` throws */
export async function openEntry(
  fetch: (digest: Digest) => Promise<FetchedManifest>,
  entry: Descriptor,
): Promise<OpenedEntry> {
  let opened: OpenedEntry = { fetched: await fetch(entry.digest) }
  for (let depth = 1; depth < DEPTH; depth += 1) {
    const { manifest } = opened.fetched
    if (manifest.kind !== 'image-index') break
    const next = choosePlatform(listPlatformEntries(manifest), platformName(entry))
    if (!next) break
    opened = { fetched: await fetch(next.digest), inner: manifest }
  }
  return opened
}
