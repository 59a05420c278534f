import { fieldsOf } from '../registry/json.ts'
import type { Digest } from '../registry/names.ts'
import type { Schema1Manifest } from '../registry/manifest.ts'
import { readTexts } from './lenient.ts'
import { type HistoryEntry, type ImageConfig, parseImageConfig } from './imageConfig.ts'

/** A schema 1 image, read from its `v1Compatibility` texts. */
export type Schema1Image = {
  readonly config: ImageConfig
  /** Base first. Each has a history entry; no sizes are recorded. */
  readonly layers: readonly { readonly digest: Digest; readonly entry: HistoryEntry }[]
}

/**
 * What a schema 1 manifest says of its image. Never throws: a text that is no JSON is an entry without
 * words.
 *
 * @see Docker image manifest v2, schema 1, "history"; Docker image specification v1.0
 */
export function readSchema1(manifest: Schema1Manifest): Schema1Image {
  const texts = manifest.layers.map((_, index) => manifest.compatibility[index] ?? '')
  const entries = texts.map((text) => historyEntry(parseText(text)))
  const config = parseImageConfig({
    ...fieldsOf(parseText(texts.at(-1) ?? '')),
    ...(manifest.architecture ? { architecture: manifest.architecture } : {}),
    history: entries,
  })
  const layers = manifest.layers.flatMap((digest, index) => {
    const entry = config.history[index]
    return entry ? [{ digest, entry }] : []
  })
  return { config, layers }
}

function historyEntry(json: unknown) {
  const { created, container_config: container, author, comment, throwaway } = fieldsOf(json)
  const createdBy = (readTexts(fieldsOf(container)['Cmd']) ?? []).join(' ')
  return { created, created_by: createdBy, author, comment, empty_layer: throwaway }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
