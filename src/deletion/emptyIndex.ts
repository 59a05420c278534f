import { MEDIA_TYPE } from '../registry/mediaTypes.ts'
import { randomHex } from './random.ts'

/** An OCI index without manifests under a digest that nobody else has: it needs no blob. */
export function createEmptyIndex(): Uint8Array<ArrayBuffer> {
  const index = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests: [],
    annotations: { 'homeport.random': randomHex(16) },
  }
  return new TextEncoder().encode(JSON.stringify(index))
}
