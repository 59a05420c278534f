import { MEDIA_TYPE } from './mediaTypes.ts'
import { randomHex } from './random.ts'

/** An OCI index without manifests, with a unique digest. It needs no blobs. */
export function createEmptyIndex(): Uint8Array<ArrayBuffer> {
  const index = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests: [],
    annotations: { 'homeport.random': randomHex(16) },
  }
  return new TextEncoder().encode(JSON.stringify(index))
}

export function isEmptyIndex(bytes: Uint8Array): boolean {
  return EMPTY_INDEX.test(new TextDecoder().decode(bytes))
}

const EMPTY_INDEX =
  /^\{"schemaVersion":2,"mediaType":"[a-z0-9.+/]+","manifests":\[\],"annotations":\{"homeport\.random":"[0-9a-f]{32}"\}\}$/
