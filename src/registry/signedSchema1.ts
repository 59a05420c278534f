import { fieldsOf, isList, isSize, isText } from './json.ts'

/**
 * The bytes that give a signed schema 1 manifest its digest: the JSON before the signatures were added. Bytes
 * without signatures are returned as they are.
 *
 * @see Docker image manifest v2, schema 1, "Signed Manifests" (libtrust pretty signature)
 */
export function schema1Payload(bytes: Uint8Array, json: unknown): Uint8Array {
  const { signatures } = fieldsOf(json)
  const { protected: encoded } = fieldsOf(isList(signatures) ? signatures[0] : undefined)
  if (!isText(encoded)) return bytes
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(encoded)))
    const { formatLength: length, formatTail } = fieldsOf(header)
    // A length beyond the actual bytes would only waste memory.
    if (!isSize(length) || length > bytes.length || !isText(formatTail)) return bytes
    const tail = fromBase64Url(formatTail)
    const payload = new Uint8Array(length + tail.length)
    payload.set(bytes.subarray(0, length))
    payload.set(tail, length)
    return payload
  } catch {
    return bytes
  }
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
