import { fieldsOf, tryParse } from '../registry/json.ts'
import type { Descriptor, Schema1Manifest } from '../registry/manifest.ts'
import { FieldReader } from './fieldReader.ts'
import { type ImageConfig, parseImageConfig } from './imageConfig.ts'

/**
 * What a schema 1 manifest says about its image: its layers, whose types and sizes (`NaN`) aren't recorded, and in its
 * `v1Compatibility` strings the config, with a history entry for each. Never throws: a string that isn't JSON becomes
 * an empty entry.
 *
 * @see Docker image manifest v2, schema 1, "history"; Docker image specification v1.0
 */
export function readSchema1(manifest: Schema1Manifest): {
  readonly config: ImageConfig
  readonly layers: readonly Descriptor[]
} {
  const texts = manifest.layers.map((_, index) => manifest.compatibility[index] ?? '')
  const entries = texts.map((text) => historyEntry(tryParse(text)))
  const top = tryParse(texts.at(-1) ?? '')
  const config = parseImageConfig({
    ...fieldsOf(top),
    ...(manifest.architecture ? { architecture: manifest.architecture } : {}),
    history: entries,
  })
  const unknown = {
    mediaType: '',
    size: Number.NaN,
    annotations: new Map<string, string>(),
    urls: [],
  }
  return { config, layers: manifest.layers.map((digest) => ({ ...unknown, digest })) }
}

function historyEntry(json: unknown) {
  const fields = new FieldReader(json)
  return {
    created: fields.text('created'),
    created_by: (fields.child('container_config').texts('Cmd') ?? []).join(' '),
    author: fields.text('author'),
    comment: fields.text('comment'),
  }
}
