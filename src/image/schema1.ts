import { fieldsOf, tryParse } from '../registry/json.ts'
import type { Digest } from '../registry/names.ts'
import type { Schema1Manifest } from '../registry/manifest.ts'
import { FieldReader } from './fieldReader.ts'
import { type HistoryEntry, type ImageConfig, parseImageConfig } from './imageConfig.ts'

/** A schema 1 image, parsed from its `v1Compatibility` strings. */
export type Schema1Image = {
  readonly config: ImageConfig
  /** Base first. Each has a history entry; sizes aren't recorded. */
  readonly layers: readonly { readonly digest: Digest; readonly entry: HistoryEntry }[]
}

/**
 * What a schema 1 manifest says about its image. Never throws: a string that isn't JSON becomes an empty entry.
 *
 * @see Docker image manifest v2, schema 1, "history"; Docker image specification v1.0
 */
export function readSchema1(manifest: Schema1Manifest): Schema1Image {
  const texts = manifest.layers.map((_, index) => manifest.compatibility[index] ?? '')
  const entries = texts.map((text) => historyEntry(tryParse(text)))
  const top = tryParse(texts.at(-1) ?? '')
  const config = parseImageConfig({
    ...fieldsOf(top),
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
  const fields = new FieldReader(json)
  return {
    created: fields.text('created'),
    created_by: (fields.child('container_config').texts('Cmd') ?? []).join(' '),
    author: fields.text('author'),
    comment: fields.text('comment'),
    empty_layer: fields.flag('throwaway'),
  }
}
