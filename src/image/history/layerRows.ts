import { visibleText } from '../../format/visibleText.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import { dockerfileLines } from './dockerfile.ts'
import type { DockerfileLine } from './dockerfileText.ts'
import type { HistoryEntry } from '../imageConfig.ts'
import { distinctSize, isStoredElsewhere } from '../layers.ts'

/** A layer and its position in the image. */
export type Layer = {
  /** From 1, base first. */
  readonly number: number
  readonly descriptor: Descriptor
  /** Its share of the image's compressed bytes, 0 to 1; 0 for a repeated layer, `NaN` if sizes are unknown. */
  readonly share: number
  /** The number of the first layer with the same digest, for a repeated layer. */
  readonly repeats: number | undefined
  /** Not stored in the registry: a foreign layer, as in Windows base images. */
  readonly storedElsewhere: boolean
}

/** A row of an image's layers: a layer, the history entry that made it, or both. */
export type LayerRow = {
  /** Number of the history entry, from 1; 0 if the history doesn't match. */
  readonly step: number
  readonly entry?: HistoryEntry
  readonly line?: DockerfileLine | undefined
  readonly layer?: Layer | undefined
}

export function numberLayers(descriptors: readonly Descriptor[]): readonly Layer[] {
  const total = distinctSize(descriptors)
  const first = new Map<string, number>()
  return descriptors.map((descriptor, index) => {
    const repeats = first.get(descriptor.digest)
    if (repeats === undefined) first.set(descriptor.digest, index + 1)
    return {
      number: index + 1,
      descriptor,
      share: repeats !== undefined || total === 0 ? 0 : descriptor.size / total,
      repeats,
      storedElsewhere: isStoredElsewhere(descriptor),
    }
  })
}

/**
 * Pairs history entries with layers, based on `empty_layer`. If the counts differ (Jib, ko and buildpacks write what
 * they like), the rows are just the layers: nothing is guessed.
 */
export function matchHistory(
  history: readonly HistoryEntry[],
  descriptors: readonly Descriptor[],
): { readonly isMatched: boolean; readonly rows: readonly LayerRow[] } {
  const layers = numberLayers(descriptors)
  const withLayer = history.filter((entry) => !entry.emptyLayer)
  if (history.length === 0 || withLayer.length !== layers.length) {
    return { isMatched: false, rows: layers.map((layer) => ({ step: 0, layer })) }
  }
  const lines = dockerfileLines(history)
  let next = 0
  const rows = history.map((entry, index) => ({
    step: index + 1,
    entry,
    line: lines[index],
    layer: entry.emptyLayer ? undefined : layers[next++],
  }))
  return { isMatched: true, rows }
}

/** How a layer is compressed: `gzip`, `zstd` or `uncompressed`; for anything but a tar archive, its media type. */
export function formatLayerFormat(mediaType: string): string {
  const found = /\.(?:tar|diff\.tar)(?:[.+](gzip|zstd))?$/.exec(mediaType)
  if (!found) return visibleText(mediaType, 100) || 'unknown'
  return found[1] ?? 'uncompressed'
}
