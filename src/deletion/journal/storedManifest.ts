import { digestLike } from '../../registry/digest.ts'
import { parseManifest } from '../../registry/manifest.ts'
import { isContentType } from '../../registry/mediaTypes.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { schema1Payload } from '../../registry/signedSchema1.ts'
import type { JournalManifest } from './journal.ts'

/**
 * A manifest of the journal as it was when it was fetched; `undefined` where its bytes are not those that the
 * digest names, or that cannot be told, and where its media type cannot be sent.
 */
export function readStoredManifest({
  digest,
  mediaType,
  bytes,
}: Pick<JournalManifest, 'digest' | 'mediaType' | 'bytes'>): FetchedManifest | undefined {
  const json = parseJson(bytes)
  if (json === undefined || !(mediaType === '' || isContentType(mediaType))) return undefined
  const manifest = parseManifest(json, mediaType)
  const content = manifest.kind === 'schema-1' ? schema1Payload(bytes, json) : bytes
  return digestLike(digest, content) === digest ? { digest, mediaType, bytes, manifest } : undefined
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
